"""What notifications learns of people's addresses. Of two words about one person the later one stands."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.partners import records
from services.partners.audit import Actor, Audited
from services.partners.people.actions import KIND
from services.partners.people.models import Person
from shared.messages.notifications import ADDRESS, AddressFailed, AddressRecovered
from shared.sealing import mark

_HEARD = Actor(None, "notifications")
_FAILED, _RECOVERED = "person.address_failed", "person.address_recovered"


def hear_failed(session: Session, told: AddressFailed) -> str | None:
    """Note that nothing arrives at a person's address."""
    return _hear(session, told, _FAILED, told.reason)


def hear_recovered(session: Session, told: AddressRecovered) -> str | None:
    """Note that a person can be written to again."""
    return _hear(session, told, _RECOVERED, "ok")


def _hear(session: Session, told: AddressFailed | AddressRecovered, what: str, state: str) -> str | None:
    person = session.scalar(select(Person).where(Person.id == told.person_id).with_for_update())
    if person is None or mark(ADDRESS, person.email_key) != told.address:
        return "she has another address by now"
    newest = _last_heard(session, person.id)
    if newest is not None and newest >= told.at:
        return "superseded by a later word"
    # The audit is the memory, too: it says when notifications learned it, not when we heard it.
    session.add(Audited(who=None, door=_HEARD.door, what=what, thing_id=person.id, at=told.at))
    records.change(session, _HEARD, KIND, person, {"email_state": state})
    return None


def _last_heard(session: Session, person_id: UUID) -> datetime | None:
    said = Audited.what.in_([_FAILED, _RECOVERED])
    return session.scalar(select(func.max(Audited.at)).where(Audited.thing_id == person_id, said))
