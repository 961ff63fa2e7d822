"""Requests for accommodations at the HTTP door of a registration's link, without an account."""

from uuid import UUID

from services.events.accommodations import actions, linked
from services.events.accommodations.moves import Move
from services.events.accommodations.schemas import AccommodationShown, Asked, Said
from services.events.accommodations.showing import shown
from services.events.policy import STRANGER
from shared.api.application import router
from shared.api.door import InTransaction
from shared.api.paging import Listing

accommodation_links = router("accommodations")
_HERE = "/api/v1/links/events/{token}/accommodations"


@accommodation_links.get(_HERE)
def list_linked(session: InTransaction, token: str) -> Listing[AccommodationShown]:
    """What was asked by whoever holds the link to a registration. Looking changes nothing."""
    return Listing(items=[shown(session, seen) for seen in linked.gather(session, token)])


@accommodation_links.post(_HERE, status_code=201)
def ask_by_link(session: InTransaction, token: str, asked: Asked) -> AccommodationShown:
    """Ask for what one needs, as whoever is registered."""
    return shown(session, linked.ask(session, token, asked))


@accommodation_links.post(_HERE + "/{accommodation_id}/{move}")
def move_by_link(
    session: InTransaction, token: str, accommodation_id: UUID, move: Move, said: Said | None = None
) -> AccommodationShown:
    """Take or decline what is offered, or withdraw what one asked for."""
    seen = linked.find(session, token, accommodation_id)
    actions.carry_out(session, STRANGER, seen, move, said or Said())
    return shown(session, seen)
