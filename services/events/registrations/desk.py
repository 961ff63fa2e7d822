"""What the hosting staff does at the door and after: check in, walk-ins, who came, who did not, and hours."""

from uuid import UUID

from sqlalchemy.orm import Session

from services.events.audit import note
from services.events.policy import Viewer, may_host
from services.events.registrations.actions import find_event, new_registration
from services.events.registrations.choosing import Wish
from services.events.registrations.day_schemas import CheckIn
from services.events.registrations.days import day_lines
from services.events.registrations.eligible import must_be_within_terms
from services.events.registrations.lines import hold, line_of
from services.events.registrations.models import Registration
from services.events.registrations.moving import Held
from services.events.registrations.occurring import meant
from services.events.registrations.opening import OPEN, terms
from services.events.registrations.schemas import HoursAnswer, HoursGiven, SignUp, WalkIn
from services.events.registrations.states import Move, after
from services.events.registrations.telling import fact
from shared import clock
from shared.errors import Conflict, NotAllowed
from shared.outbox import tell

_DONE = (*OPEN, "ended", "completed", "done")


def move(one: Held, to: Move) -> Registration:
    """Check somebody in, or say that she came, or that she did not; a mistake is put right the same way."""
    registration = one.registration
    state = after(registration.state, to)
    if registration.state == "no_show" and not _fits(one):
        raise Conflict("full", "The place was given to somebody else meanwhile.")
    registration.state = state
    _record(one.session, one.viewer, registration, to)
    return registration


def check_in(one: Held, given: CheckIn) -> Registration:
    """Check somebody in, at an event of several days on one of them; on the first, for the whole event, too."""
    if given.session_id is None:
        return move(one, "check-in")
    registration = one.registration
    day = next((day for day in registration.days if day.session_id == given.session_id), None)
    if day is None or day.position is not None:
        raise Conflict("not-on-this-day", "She has no place on this day.")
    day.checked_in_at = clock.now() if given.there else None
    if given.there and registration.state not in ("checked_in", "attended"):
        return move(one, "check-in")
    after(registration.state, "hours")
    _record(one.session, one.viewer, registration, "check-in")
    return registration


def walk_in(session: Session, viewer: Viewer, event_id: UUID, given: WalkIn) -> Registration:
    """Take somebody in who stands at the door, if walk-ins are taken and a place is free."""
    event = find_event(session, viewer, event_id)
    may_host(viewer, event.host_id)
    of = meant(session, event, given.occurrence)
    hold(session, event, of)
    if not terms(event).walk_ins:
        raise Conflict("no-walk-ins", "This event takes nobody who has not signed up.")
    if of.state not in _DONE:
        raise Conflict("closed", f"An event that is {of.state} takes nobody in.")
    line = line_of(session, event, of, given.role)
    must_be_within_terms(event, given.role, given.party_size, line.capacity)
    if not line.fits(given.party_size):
        raise Conflict("full", f"All {line.capacity} places are taken. Mark who has not come, and places come free.")
    someone = SignUp(name=given.name, role=given.role, party_size=given.party_size)
    registration = new_registration(viewer, event, of, someone)
    registration.person_id, registration.state = None, "checked_in"
    registration.role, registration.party_size = given.role, given.party_size
    wish = Wish.of(day_lines(session, event), given.days, given.party_size, host=True)
    wish.must_fit(given.party_size)
    wish.take(registration)
    if given.days is not None:
        registration.days[0].checked_in_at = clock.now()
    session.add(registration)
    _record(session, viewer, registration, "walk-in")
    return registration


def give_hours(one: Held, given: HoursGiven) -> Registration:
    """Say how long somebody helped: she herself, or the hosting staff. What was verified is to be verified anew."""
    registration = one.registration
    after(registration.state, "hours")
    registration.hours, registration.hours_own_time = given.hours, given.own_time
    registration.hours_state, registration.hours_verified_by = "submitted", None
    registration.hours_given_by = one.viewer.person_id
    _record(one.session, one.viewer, registration, "hours")
    return registration


def verify_hours(one: Held, given: HoursAnswer) -> Registration:
    """Say whether hours are right; nobody says so of her own."""
    registration = one.registration
    if one.is_hers:
        raise NotAllowed("own-hours", "Nobody verifies her own hours: ask another coordinator of the host.")
    if registration.hours_state is None:
        raise Conflict("no-hours", "No hours were given yet.")
    registration.hours_state, registration.hours_verified_by = given.answer, one.viewer.person_id
    _record(one.session, one.viewer, registration, "hours-verification")
    return registration


def _fits(one: Held) -> bool:
    line = line_of(one.session, one.event, one.of, one.registration.role)
    size, board = one.registration.party_size, day_lines(one.session, one.event)
    held = [board[day.session_id] for day in one.registration.days if day.session_id in board]
    return line.fits(size) and all(day.fits(size) for day in held)


def _record(session: Session, viewer: Viewer, registration: Registration, what: str) -> None:
    registration.version += 1
    session.flush()
    note(session, viewer, f"registration.{what}", [registration])
    tell(session, fact(registration))
