"""What a registration is for: a whole event, or one occurrence of a series; when that is, and for how many."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from services.events.calendar.models import Event
from services.events.occurrences.models import Occurrence
from shared.errors import Invalid


@dataclass(frozen=True)
class Occurring:
    """An event, or one occurrence of it by its key: its state, its time, and its places where it has no roles."""

    key: str | None
    state: str
    starts_at: datetime
    ends_at: datetime
    capacity: int | None


def meant(session: Session, event: Event, said: str | None) -> Occurring:
    """What is meant by a key, or by the day alone; of a series, one must be named."""
    if event.series is None:
        return _whole(event)
    if said is None:
        raise Invalid("required", "Say which of its days you mean.", pointer="/occurrence")
    found = session.scalars(_keyed(event, said).limit(2)).all()
    if len(found) != 1:
        raise Invalid("unknown-reference", "It does not take place then.", pointer="/occurrence")
    return _one(event, found[0])


def standing(session: Session, event: Event, key: str | None) -> Occurring:
    """What a registration is for that is there already; the event itself, when its occurrence is no more."""
    found = session.get(Occurrence, (event.id, key)) if event.series is not None and key else None
    return _one(event, found) if found else _whole(event, key)


def key_of(session: Session, event: Event, said: str | None) -> str | None:
    """The key that is meant by a day, where there is one; what was said, where there is none."""
    if event.series is None or said is None:
        return said
    found = session.scalars(_keyed(event, said).limit(2)).all()
    return found[0].key if len(found) == 1 else said


def _keyed(event: Event, said: str) -> Select[Occurrence]:
    return select(Occurrence).where(Occurrence.event_id == event.id, Occurrence.key.startswith(said))


def _whole(event: Event, key: str | None = None) -> Occurring:
    return Occurring(key, event.state, event.starts_at, event.ends_at, event.capacity)


def _one(event: Event, found: Occurrence) -> Occurring:
    state = found.state if event.state in ("published", "in_progress") else event.state
    capacity = event.capacity if found.capacity is None else found.capacity
    return Occurring(found.key, state, found.starts_at, found.ends_at, capacity)
