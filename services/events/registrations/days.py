"""Places by day: the sessions of an event have places and groups of their own, counted under the event's one door."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from services.events.calendar.models import Event
from services.events.registrations.models import DayPlace, Registration
from services.events.registrations.states import HOLDING, LIVE
from shared import clock

# Whoever is there on the first day may still wait for the second.
COMING: frozenset[str] = frozenset({*LIVE, *HOLDING})


@dataclass
class DayLine:
    """A session of an event with its places: how many are taken, by group too, and how many wait for one."""

    session: dict[str, Any]
    taken: int = 0
    waiting: int = 0
    by_group: dict[str, int] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        """Which session it is."""
        return UUID(self.session["id"])

    @property
    def title(self) -> str:
        """What it is called."""
        return str(self.session["title"])

    @property
    def left(self) -> int | None:
        """How many places are free; None when there is no end of them."""
        return None if self.session["capacity"] is None else max(self.session["capacity"] - self.taken, 0)

    def fits(self, party_size: int) -> bool:
        """Whether so many may come on this day."""
        return self.left is None or party_size <= self.left

    @property
    def groups(self) -> dict[str, dict[str, Any]]:
        """Its groups by name."""
        return {group["name"]: group for group in self.session["groups"]}

    def left_in(self, group: str) -> int | None:
        """How many places a group has left; None when there is no end of them."""
        capacity = self.groups[group]["capacity"]
        return None if capacity is None else max(capacity - self.by_group.get(group, 0), 0)

    @property
    def is_to_come(self) -> bool:
        """Whether it has not begun."""
        return datetime.fromisoformat(self.session["starts_at"]) > clock.now()

    def take(self, day: DayPlace, party_size: int) -> None:
        """Count somebody in."""
        self.taken += party_size
        if day.group is not None:
            self.by_group[day.group] = self.by_group.get(day.group, 0) + party_size


def day_lines(session: Session, event: Event) -> dict[UUID, DayLine]:
    """The line of each session, as it stands; nothing of an event that has none."""
    found = {line.id: line for line in map(DayLine, event.sessions)}
    if not found:
        return found
    takes = Registration.state.in_(HOLDING) & DayPlace.position.is_(None)
    waits = waits_for_day()
    counted = (
        select(
            DayPlace.session_id,
            DayPlace.group,
            func.coalesce(func.sum(Registration.party_size).filter(takes), 0),
            func.count().filter(waits),
        )
        .join(Registration, Registration.id == DayPlace.registration_id)
        .where(Registration.event_id == event.id, DayPlace.session_id.in_(found))
        .group_by(DayPlace.session_id, DayPlace.group)
    )
    for session_id, group, taken, waiting in session.execute(counted):
        line = found[session_id]
        line.taken += taken
        line.waiting += waiting
        if group is not None:
            line.by_group[group] = taken
    return found


def waits_for_day() -> ColumnElement[bool]:
    """Whether somebody waits for a day: because it is full, or because the whole event is."""
    return Registration.state.in_(COMING) & (DayPlace.position.is_not(None) | (Registration.state == "waitlisted"))


def full_days(registration: Registration, sessions: Iterable[dict[str, Any]]) -> list[str]:
    """The titles of those of an event's sessions for which somebody waits because they are full."""
    waited_for = {str(day.session_id) for day in registration.days if day.position is not None}
    return [session["title"] for session in sessions if session["id"] in waited_for]


def ranks(session: Session, registrations: Iterable[Registration]) -> dict[tuple[UUID, UUID], int]:
    """The places in the queues of days, from 1 on, by registration and session."""
    shown = [each for each in registrations if each.days]
    wait = [each for each in shown if any(day.position is not None for day in each.days)]
    if not wait:
        return {}
    place = func.row_number().over(
        partition_by=DayPlace.session_id,
        order_by=(func.coalesce(DayPlace.position, Registration.position), Registration.id),
    )
    of_events = Registration.event_id.in_({each.event_id for each in wait})
    queues = (
        select(DayPlace.registration_id, DayPlace.session_id, DayPlace.position, place.label("rank"))
        .join(Registration, Registration.id == DayPlace.registration_id)
        .where(of_events, waits_for_day())
        .subquery()
    )
    hers = select(queues).where(
        queues.c.registration_id.in_([each.id for each in wait]), queues.c.position.is_not(None)
    )
    return {(row.registration_id, row.session_id): row.rank for row in session.execute(hers)}
