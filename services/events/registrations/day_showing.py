"""The days of registrations, and the places of days, as they are shown."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, lazyload

from services.events.calendar.models import Event
from services.events.occurrences import sessions
from services.events.occurrences.schemas import SessionShown
from services.events.registrations.day_schemas import DayPlaces, DayShown, GroupPlaces
from services.events.registrations.days import DayLine, day_lines, ranks
from services.events.registrations.models import DayPlace, Registration
from shared.messages.participation import DayTold


def days_of(session: Session, registrations: Sequence[Registration]) -> dict[UUID, list[DayShown]]:
    """The days of each registration that has any, in order of their beginnings."""
    with_days = [each for each in registrations if each.days]
    if not with_days:
        return {}
    of_events = select(Event).where(Event.id.in_({each.event_id for each in with_days}))
    events = {event.id: event for event in session.scalars(of_events.options(lazyload(Event.cohosts)))}
    parts = {known: sessions.shown(event) for known, event in events.items()}
    places = ranks(session, with_days)
    return {
        each.id: [
            _day(day, part, events[each.event_id], places.get((each.id, day.session_id)))
            for part, day in _matched(parts[each.event_id], each.days)
        ]
        for each in with_days
    }


def day_places(session: Session, event: Event) -> list[DayPlaces]:
    """How many places each session and each of its groups has left."""
    board = day_lines(session, event)
    return [_places(part, board[part.id], event) for part in sessions.shown(event)]


def told_days(event: Event, registration: Registration) -> tuple[DayTold, ...]:
    """What an email says of each day: when, where, with which group, or that she waits for it."""
    return tuple(
        DayTold(
            title=part.title,
            starts_at=part.starts_at,
            ends_at=part.ends_at,
            place=_address(_venue(part, event, day.group)),
            group=day.group or "",
            waits=day.position is not None,
        )
        for part, day in _matched(sessions.shown(event), registration.days)
    )


def _matched(parts: Iterable[SessionShown], days: Iterable[DayPlace]) -> Iterable[tuple[SessionShown, DayPlace]]:
    """Each day with its session; those whose session is no more are passed by."""
    chosen = {day.session_id: day for day in days}
    return [(part, chosen[part.id]) for part in parts if part.id in chosen]


def _day(day: DayPlace, part: SessionShown, event: Event, position: int | None) -> DayShown:
    facts: dict[str, Any] = {name: getattr(part, name) for name in ("title", "starts_at", "ends_at")}
    return DayShown(
        **facts,
        session_id=part.id,
        venue=_venue(part, event, day.group),
        group=day.group,
        waiting=day.position is not None,
        position=position,
        checked_in_at=day.checked_in_at,
    )


def _places(part: SessionShown, line: DayLine, event: Event) -> DayPlaces:
    names = ("title", "starts_at", "ends_at", "capacity", "groups_by_choice")
    facts: dict[str, Any] = {name: getattr(part, name) for name in names}
    return DayPlaces(
        **facts,
        session_id=part.id,
        venue=_venue(part, event, None),
        left=line.left,
        waiting=line.waiting,
        groups=[
            GroupPlaces(
                name=each.name,
                venue=_venue(part, event, each.name),
                capacity=each.capacity,
                left=line.left_in(each.name),
            )
            for each in part.groups
        ],
    )


def _venue(part: SessionShown, event: Event, group: str | None) -> Any:
    """Where somebody is expected: at her group's site, else where the session is, else where the event is."""
    sites = {each.name: each.venue for each in part.groups}
    return sites.get(group or "") or part.venue or event.venue


def _address(venue: Any) -> str:
    if venue is None:
        return ""
    said = venue if isinstance(venue, dict) else venue.model_dump()
    return ", ".join(said[name] for name in ("name", "street", "locality") if said.get(name))
