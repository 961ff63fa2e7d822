"""Passing on the places of days: strictly in order of arrival, whether somebody waits for a day or for everything.

Whoever has a place at the event and waits for one of its days alone has said that she comes: it is hers at once.
Whoever waits for everything is offered what is free, and goes on waiting for the days that are not.
"""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.calendar.models import Event
from services.events.registrations.days import COMING, day_lines
from services.events.registrations.lines import last_position, lines
from services.events.registrations.models import DayPlace, Registration
from services.events.registrations.occurring import Occurring
from services.events.registrations.opening import terms
from services.events.registrations.reasons import Change
from services.events.registrations.states import PLACED
from services.events.registrations.telling import fact, tell_change
from shared import clock
from shared.outbox import tell


class Passing:
    """One passing on of all that is free at an event with sessions. Whoever makes it holds the door."""

    def __init__(self, session: Session, event: Event, of: Occurring) -> None:
        self._session, self._event, self._of = session, event, of
        self._board = day_lines(session, event)
        self._left = {line.role: line.left for line in lines(session, event, of)}
        self._changed: dict[Registration, Change] = {}

    def pass_on(self) -> None:
        """Give and offer what is free, and tell each what became of it."""
        for _, registration, day in sorted(self._waiting(), key=lambda step: (step[0], str(step[1].id))):
            if day is not None and not self._is_open(day, registration.party_size):
                continue
            if registration.state == "waitlisted" and not self._offer(registration):
                continue
            if day is not None:
                day.position = None
                self._board[day.session_id].take(day, registration.party_size)
                self._changed.setdefault(registration, "days")
        for registration, change in self._changed.items():
            self._tell(registration, change)

    def _waiting(self) -> Iterator[tuple[int, Registration, DayPlace | None]]:
        """Who waits for which day; for none of them, where the event has lost those that she chose."""
        waits = (Registration.state == "waitlisted") | Registration.days.any(DayPlace.position.is_not(None))
        sought = select(Registration).where(
            Registration.event_id == self._event.id, Registration.state.in_(COMING), waits
        )
        for each in self._session.scalars(sought).all():
            days = [day for day in each.days if day.session_id in self._board]
            for day in days:
                if day.position is not None or each.state == "waitlisted":
                    yield day.position or each.position or 0, each, day
            if not days:
                yield each.position or 0, each, None

    def _is_open(self, day: DayPlace, party_size: int) -> bool:
        line = self._board[day.session_id]
        return line.is_to_come and line.fits(party_size)

    def _offer(self, registration: Registration) -> bool:
        """Offer a place at the event, as far as there is one and it has not begun."""
        role = registration.role if self._event.slots else None
        left = self._left.get(role)
        if self._of.starts_at <= clock.now() or (left is not None and registration.party_size > left):
            return False
        if left is not None:
            self._left[role] = left - registration.party_size
        for day in registration.days:
            day.position = day.position or registration.position
        until = clock.now() + timedelta(hours=terms(self._event).offer_hours)
        registration.offer_expires_at = min(until, self._of.starts_at)
        registration.state, registration.position = "offered", None
        self._changed[registration] = "offered"
        return True

    def _tell(self, registration: Registration, change: Change) -> None:
        registration.version += 1
        self._session.flush()
        if change == "offered" or registration.state in PLACED:
            tell_change(self._session, self._event, registration, change)
        else:
            tell(self._session, fact(registration))


def come_on_new_days(session: Session, event: Event, of: Occurring) -> None:
    """Let those who come to all sessions come to new ones, too, in order of arrival. Whoever calls holds the door."""
    board = day_lines(session, event)
    known = set(
        session.scalars(
            select(DayPlace.session_id).join(Registration).where(Registration.event_id == event.id).distinct()
        )
    )
    new = board.keys() - known
    if not new:
        return
    last = last_position(session, event, of)
    coming = select(Registration).where(Registration.event_id == event.id, Registration.state.in_(COMING))
    for registration in session.scalars(coming.order_by(Registration.id)).all():
        if board.keys() - new - {day.session_id for day in registration.days}:
            continue
        for session_id in sorted(new):
            day = DayPlace(session_id=session_id)
            if registration.state != "waitlisted":
                if board[session_id].fits(registration.party_size):
                    board[session_id].take(day, registration.party_size)
                else:
                    last += 1
                    day.position = last
            registration.days.append(day)
    session.flush()
