"""Lines at the door: who holds places, who waits, how many places are left. All under one lock, the queue's row."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.events.calendar.models import Event
from services.events.registrations.models import DayPlace, Queue, Registration
from services.events.registrations.occurring import Occurring
from services.events.registrations.states import HOLDING


@dataclass(frozen=True)
class Line:
    """Places of one role (or of the event, where it has no roles): how many there are, taken, and waited for."""

    role: str | None
    capacity: int | None
    taken: int
    waiting: int

    @property
    def left(self) -> int | None:
        """How many places are free; None when there is no end of them."""
        return None if self.capacity is None else max(self.capacity - self.taken, 0)

    def fits(self, party_size: int) -> bool:
        """Whether so many may come in."""
        return self.left is None or party_size <= self.left


def hold(session: Session, event: Event, of: Occurring) -> None:
    """Hold the door of an event or occurrence until the transaction ends."""
    sought = select(Queue).where(Queue.event_id == event.id, Queue.occurrence == (of.key or ""))
    if session.scalar(sought.with_for_update()) is None:
        door = {"event_id": event.id, "occurrence": of.key or ""}
        session.execute(insert(Queue).values(door).on_conflict_do_nothing())
        session.scalar(sought.with_for_update())


def lines(session: Session, event: Event, of: Occurring) -> list[Line]:
    """The line of each role, as it stands."""
    counted = select(
        Registration.role,
        func.coalesce(func.sum(Registration.party_size).filter(Registration.state.in_(HOLDING)), 0),
        func.count().filter(Registration.state == "waitlisted"),
    ).where(_at(event, of.key))
    rows = {role: (taken, waiting) for role, taken, waiting in session.execute(counted.group_by(Registration.role))}
    if not event.slots:
        taken, waiting = (sum(each[at] for each in rows.values()) for at in (0, 1))
        return [Line(None, of.capacity, taken, waiting)]
    return [Line(slot["role"], slot["capacity"], *rows.get(slot["role"], (0, 0))) for slot in event.slots]


def line_of(session: Session, event: Event, of: Occurring, role: str | None) -> Line:
    """The line for a role; one that the event no longer has is endless, for there is nothing to guard."""
    standing = lines(session, event, of)
    sought = role if event.slots else None
    return next((line for line in standing if line.role == sought), Line(role, None, 0, 0))


def waiting(session: Session, event: Event, of: Occurring, role: str | None) -> Sequence[Registration]:
    """Who waits in a line, in order of arrival."""
    return session.scalars(_waiting(event, of.key, role).order_by(Registration.position, Registration.id)).all()


def last_position(session: Session, event: Event, of: Occurring) -> int:
    """How far the queue reaches, those of its days among it; 0 for an empty one."""
    reaches = select(func.max(Registration.position)).where(_at(event, of.key), Registration.state == "waitlisted")
    last = session.scalar(reaches) or 0
    if not event.sessions:
        return last
    of_days = select(func.max(DayPlace.position)).join(Registration).where(_at(event, of.key))
    return max(last, session.scalar(of_days) or 0)


def rank(session: Session, event: Event, registration: Registration) -> int | None:
    """The place in its queue, from 1 on; None for whoever does not wait."""
    if registration.state != "waitlisted":
        return None
    before = _waiting(event, registration.occurrence, registration.role).where(
        Registration.position < registration.position
    )
    return (session.scalar(select(func.count()).select_from(before.subquery())) or 0) + 1


def _waiting(event: Event, key: str | None, role: str | None) -> Select[Registration]:
    of_role: ColumnElement[bool] = Registration.role.is_not_distinct_from(role) if event.slots else true()
    return select(Registration).where(_at(event, key), of_role, Registration.state == "waitlisted")


def _at(event: Event, key: str | None) -> ColumnElement[bool]:
    return (Registration.event_id == event.id) & Registration.occurrence.is_not_distinct_from(key)
