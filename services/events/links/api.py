"""Links at the HTTP door. Each purpose has an address below its link's, at the door of the noun it is about."""

from services.events.links import actions
from services.events.links.schemas import LinkShown
from shared.api.application import router
from shared.api.door import InTransaction

links = router("links")


@links.get("/api/v1/links/events/{token}")
def show_link(session: InTransaction, token: str) -> LinkShown:
    """What a link is for. Looking changes nothing."""
    return LinkShown.model_validate(actions.follow(session, token))
