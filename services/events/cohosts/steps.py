"""What every move between a host and its co-hosts comes down to: to hold the event, to take the step, to tell it.

Whoever changes anything between them holds the event meanwhile: of two answers at once, and of an answer and a
cancellation, the second one finds what the first one did.
"""

from typing import Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.calendar import documents
from services.events.calendar.actions import fact
from services.events.calendar.models import Event
from services.events.calendar.occasions import occasion
from services.events.cohosts import shares
from services.events.cohosts.models import Cohost
from services.events.cohosts.schemas import CohostState
from shared.messages.events import EventChanged
from shared.messages.participation import CohostAnswered, CohostUninvited
from shared.outbox import tell

Said = Literal["accepted", "declined", "another_date", "withdrawn"]


def held(session: Session, event_id: UUID) -> Event | None:
    """An event, held until what is done to its co-hosts is done."""
    return session.scalar(select(Event).where(Event.id == event_id).with_for_update(of=Event))


def asked(event: Event, partner_id: UUID | None) -> Cohost | None:
    """What the event asks of a partner, if anything."""
    return next((each for each in event.cohosts if each.partner_id == partner_id), None)


def become(session: Session, event: Event, cohost: Cohost, state: CohostState) -> None:
    """Take the step, and renew at once whatever names the partner, or no longer does."""
    before, cohost.state = cohost.state, state
    if before == state:
        return
    if "accepted" in {before, state}:
        shares.settle(event)
    if state != "accepted":
        cohost.reconfirm, cohost.ask_again_at = False, None
    event.version += 1
    documents.write(event)
    session.flush()
    if event.published_at:
        tell(session, fact(event, EventChanged))


def tell_the_host(session: Session, event: Event, cohost: Cohost, said: Said) -> None:
    """Let the host know what a partner said."""
    tell(
        session,
        CohostAnswered(
            version=event.version,
            occasion=occasion(event),
            partner_id=cohost.partner_id,
            invited_by=cohost.asked_by,
            answer=said,
            note=cohost.answer_note if said != "withdrawn" else "",
            proposed_starts_at=cohost.proposed_starts_at if said == "another_date" else None,
        ),
    )


def tell_the_partner(session: Session, event: Event, cohost: Cohost) -> None:
    """Let a partner know that it is asked no longer."""
    tell(
        session,
        CohostUninvited(
            version=event.version, occasion=occasion(event), partner_id=cohost.partner_id, role=cohost.role
        ),
    )
