"""One's own history over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.notifications.history import actions
from services.notifications.history.schemas import ReceivedOut
from services.notifications.preferences.actions import of_person
from shared.api.application import router
from shared.api.door import InTransaction
from shared.api.paging import Listing, Page, after, cursor
from shared.identity import SignedIn

routes = router("deliveries")


@routes.get("/api/v1/deliveries/received")
def list_received(page: Annotated[Page, Query()], caller: SignedIn, session: InTransaction) -> Listing[ReceivedOut]:
    """What one was sent oneself, or not, and why; newest first."""
    recipient = of_person(session, caller.person_id)
    last = after(page.cursor, UUID)
    found = actions.of(session, recipient, last[0] if last else None, page.limit + 1)
    items = [ReceivedOut.model_validate(one) for one in actions.shown(session, recipient, found[: page.limit])]
    return Listing(items=items, next=cursor(items[-1].id) if len(found) > page.limit else None)
