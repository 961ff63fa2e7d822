"""What others are told of a request: ids, and by when an answer is due; never what it says."""

from datetime import UTC, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.accommodations.arranging import arrangers
from services.events.accommodations.models import Accommodation
from services.events.accommodations.moves import UNSETTLED, Move
from services.events.calendar.models import Event
from services.events.calendar.occasions import occasion
from services.events.links import actions as links
from services.events.links.models import Link
from services.events.registrations.models import Registration
from shared import clock
from shared.messages.participation import AccommodationChanged, Registrant
from shared.outbox import tell

Change = Literal[
    "requested",
    "acknowledged",
    "alternative_offered",
    "confirmed",
    "declined_by_person",
    "review_needed",
    "sent_back",
    "not_possible",
    "fulfilled",
    "withdrawn",
    "due_soon",
]
# What is told of a move; that arranging has begun is nobody's news.
TOLD: dict[Move, Change] = {
    "acknowledgement": "acknowledged",
    "alternative": "alternative_offered",
    "confirmation": "confirmed",
    "acceptance": "confirmed",
    "refusal": "declined_by_person",
    "impossibility": "review_needed",
    "objection": "sent_back",
    "endorsement": "not_possible",
    "fulfillment": "fulfilled",
    "withdrawal": "withdrawn",
}
_FOR_THE_PERSON: frozenset[Change] = frozenset(
    {"acknowledged", "alternative_offered", "confirmed", "not_possible", "fulfilled"}
)


def tell_change(session: Session, asked: Accommodation, event: Event, change: Change) -> None:
    """Tell whoever must act or waits."""
    tell(
        session,
        AccommodationChanged(
            version=asked.version,
            accommodation_id=asked.id,
            occasion=occasion(event),
            registrant=_registrant(session, asked),
            change=change,
            answer_by=answer_by(asked, event),
            arranger_ids=tuple(arrangers(session, event)),
            sealed_link=_link(session, asked) if change in _FOR_THE_PERSON else "",
        ),
    )


def answer_by(asked: Accommodation, event: Event) -> datetime:
    """When the next answer is due: the first within working days, the last before it is needed."""
    if asked.state == "requested":
        return asked.answer_by
    if asked.needed_by is None:
        return event.starts_at
    needed = datetime.combine(asked.needed_by, time(), ZoneInfo(event.time_zone)).astimezone(UTC)
    return min(needed, event.starts_at)


def is_late(asked: Accommodation, event: Event) -> bool:
    """Whether somebody still waits who should not."""
    waits = asked.state in UNSETTLED and event.state not in ("cancelled", "postponed")
    return waits and answer_by(asked, event) <= clock.now()


def _link(session: Session, asked: Accommodation) -> str:
    """The link to her registration, sealed, of whoever has no account."""
    if asked.person_id is not None or asked.registration_id is None:
        return ""
    hers = select(Link).where(
        Link.purpose == "registration", Link.subject_id == asked.registration_id, Link.revoked_at.is_(None)
    )
    link = session.scalar(hers.order_by(Link.id.desc()).limit(1))
    return links.sealed(link) if link else ""


def _registrant(session: Session, asked: Accommodation) -> Registrant:
    if asked.person_id is not None or asked.registration_id is None:
        return Registrant(person_id=asked.person_id)
    registration = session.get_one(Registration, asked.registration_id)
    return Registrant(name=registration.full_name, email=registration.email, language=registration.language)
