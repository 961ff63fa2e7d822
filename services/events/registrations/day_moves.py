"""What becomes of the days of a registration: chosen anew by whoever comes, put into groups by the host."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.audit import note
from services.events.calendar.models import Event
from services.events.policy import Viewer, may_host
from services.events.registrations.actions import find_event
from services.events.registrations.choosing import Board, Wish, join
from services.events.registrations.day_schemas import Assignment, DayGiven
from services.events.registrations.days import COMING, DayLine, day_lines
from services.events.registrations.lines import hold, last_position
from services.events.registrations.models import DayPlace, Registration
from services.events.registrations.moving import Held
from services.events.registrations.occurring import meant
from services.events.registrations.offers import pass_on
from services.events.registrations.opening import terms
from services.events.registrations.states import PLACED, after
from services.events.registrations.telling import fact, tell_change
from shared.errors import Conflict, Flaw, Invalid, NotFound
from shared.outbox import tell


def choose_days(one: Held, days: Sequence[DayGiven]) -> Registration:
    """Come on these days after all; what comes free is passed on. What has begun stays as it was."""
    registration, session, event = one.registration, one.session, one.event
    after(registration.state, "days")
    board = day_lines(session, event)
    wish = Wish.of(board, days, registration.party_size, host=one.is_hosted)
    _must_be_to_come(board, registration, wish)
    if not terms(event).waitlist:
        had = {day.session_id for day in registration.days}
        new = [day for day in days if day.session_id not in had]
        Wish(board, new, host=one.is_hosted).must_fit(registration.party_size)
    waits_for_all = registration.state == "waitlisted" and all(day.position is None for day in registration.days)
    wish.last = last_position(session, event, one.of) + 1
    wish.take(registration, waits_for_days=not waits_for_all)
    _tell(session, event, registration)
    note(session, one.viewer, "registration.days", [registration] if one.viewer.person_id else [])
    pass_on(session, event, one.of)
    return registration


def assign(
    session: Session, viewer: Viewer, event_id: UUID, session_id: UUID, given: Assignment
) -> list[Registration]:
    """Let these go with a group of a session, all or none; or all who have none yet, where none is named."""
    event = find_event(session, viewer, event_id)
    may_host(viewer, event.host_id)
    hold(session, event, meant(session, event, None))
    line = day_lines(session, event).get(session_id)
    if line is None:
        raise NotFound()
    coming = _coming(session, event, line)
    if given.registration_ids is None:
        moved = _spread(line, coming, given.group)
    else:
        moved = _together(line, coming, given.registration_ids, given.group)
    for registration in moved:
        _tell(session, event, registration)
    note(session, viewer, "registration.assignment", moved)
    return moved


def _coming(session: Session, event: Event, line: DayLine) -> dict[UUID, tuple[Registration, DayPlace]]:
    """Who comes to a session, in order of arrival, with her place there."""
    sought = (
        select(Registration, DayPlace)
        .join(DayPlace, DayPlace.registration_id == Registration.id)
        .where(Registration.event_id == event.id, Registration.state.in_(COMING - {"waitlisted"}))
        .where(DayPlace.session_id == line.id, DayPlace.position.is_(None))
    )
    return {each.id: (each, day) for each, day in session.execute(sought.order_by(Registration.id))}


def _together(
    line: DayLine, coming: dict[UUID, tuple[Registration, DayPlace]], named: list[UUID], group: str | None
) -> list[Registration]:
    flaws = [
        Flaw(f"/registration_ids/{place}", "unknown-reference", "She has no place on this day.")
        for place, each in enumerate(named)
        if each not in coming
    ]
    if flaws:
        raise Invalid("unknown-reference", "Somebody has no place on this day.", *flaws)
    moved = []
    for registration, day in (coming[each] for each in dict.fromkeys(named)):
        if day.group == group:
            continue
        if group is None:
            day.group = None
        else:
            join(line, day, group, registration.party_size, host=True)
        moved.append(registration)
    return moved


def _spread(
    line: DayLine, coming: dict[UUID, tuple[Registration, DayPlace]], group: str | None
) -> list[Registration]:
    """Each to the group that has the fewest, as far as there are places; large parties first, while they fit."""
    groups = [group] if group is not None else list(line.groups)
    moved = []
    for registration, day in sorted(coming.values(), key=lambda one: -one[0].party_size):
        if day.group in line.groups:
            continue
        size = registration.party_size
        free = [name for name in groups if (left := line.left_in(name)) is None or left >= size]
        if not free:
            raise Conflict("group-full", "There are fewer places with the groups than people who have none.")
        join(line, day, min(free, key=lambda name: line.by_group.get(name, 0)), size, host=True)
        moved.append(registration)
    return moved


def _must_be_to_come(board: Board, registration: Registration, wish: Wish) -> None:
    had, will = {day.session_id for day in registration.days} & board.keys(), {day.session_id for day in wish.days}
    if any(not board[each].is_to_come for each in had ^ will):
        raise Conflict("event-begun", "A day that has begun no longer changes.")


def _tell(session: Session, event: Event, registration: Registration) -> None:
    registration.version += 1
    session.flush()
    if registration.state in PLACED:
        tell_change(session, event, registration, "days")
    else:
        tell(session, fact(registration))
