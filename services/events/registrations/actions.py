"""What can be done with registrations by those who come: to sign up, to accept an offer, to come fewer, to cancel."""

from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session, lazyload

from services.events.audit import note
from services.events.base import new_id
from services.events.calendar.models import Event
from services.events.policy import Viewer, visible_to
from services.events.registrations import eligible, opening
from services.events.registrations.choosing import Wish
from services.events.registrations.days import day_lines
from services.events.registrations.lines import Line, hold, last_position, line_of
from services.events.registrations.models import Registration
from services.events.registrations.occurring import Occurring, meant
from services.events.registrations.reasons import Change, reason
from services.events.registrations.schemas import SignUp
from services.events.registrations.states import MOVES, State
from services.events.registrations.telling import tell_change
from shared import clock
from shared.api.fields import normalized
from shared.errors import Conflict, NotFound


def sign_up(session: Session, viewer: Viewer, event_id: UUID, given: SignUp) -> Registration:
    """A place at an event, or one in its queue; whoever has either already keeps what she has."""
    event = find_event(session, viewer, event_id)
    eligible.must_name_somebody(session, viewer, event, given)
    of = meant(session, event, given.occurrence)
    hold(session, event, of)
    registration = _known(session, viewer, event, of, given)
    if registration is not None and "registration" not in MOVES[registration.state]:  # type: ignore[index]
        return _same(registration, given)
    opening.must_be_open(event, of)
    line = line_of(session, event, of, given.role)
    eligible.must_be_within_terms(event, given.role, given.party_size, line.capacity)
    if registration is None:
        registration = new_registration(viewer, event, of, given)
    registration.role, registration.party_size = given.role, given.party_size
    registration.waits_for = eligible.asked_before(event, given)
    wish = Wish.of(day_lines(session, event), given.days, given.party_size, host=eligible.hosts(viewer, event))
    if wish.days or not line.fits(given.party_size):
        wish.last = last_position(session, event, of) + 1
    change = _let_in(event, line, wish, registration)
    session.add(registration)
    done(session, viewer, event, registration, change, "sign-up")
    return registration


def find_event(session: Session, viewer: Viewer, event_id: UUID) -> Event:
    """An event that the viewer may know of; nobody changes it until this is done."""
    sought = select(Event).where(Event.id == event_id, text(visible_to(viewer))).options(lazyload(Event.cohosts))
    event = session.scalar(sought.with_for_update(read=True, of=Event), viewer.named)
    if event is None:
        raise NotFound()
    return event


def new_registration(viewer: Viewer, event: Event, of: Occurring, given: SignUp) -> Registration:
    """A registration of whoever is named, or of the viewer herself."""
    by_address = given.email is not None
    return Registration(
        id=new_id(),
        version=0,
        event_id=event.id,
        occurrence=of.key,
        person_id=None if by_address else given.person_id or viewer.person_id,
        full_name=given.name or "",
        email=given.email or "",
        address=normalized(given.email) if given.email else None,
        language=given.language,
        minor=given.minor,
        waits_for=[],
        note="",
        ended_with_event=False,
        registered_on=clock.now().date(),
    )


def seated(registration: Registration) -> State:
    """The state of somebody who has a place: hers, or kept until what is asked is there."""
    return "pending_requirement" if registration.waits_for else "registered"


def done(
    session: Session, viewer: Viewer, event: Event, registration: Registration, change: Change, what: str
) -> None:
    """Write a change of a registration, and tell it."""
    registration.version += 1
    session.flush()
    if viewer.person_id is not None:
        note(session, viewer, f"registration.{what}", [registration])
    tell_change(session, event, registration, change, viewer.person_id)


def _known(session: Session, viewer: Viewer, event: Event, of: Occurring, given: SignUp) -> Registration | None:
    sought = new_registration(viewer, event, of, given)
    return session.scalar(
        select(Registration).where(
            Registration.event_id == event.id,
            Registration.occurrence.is_not_distinct_from(of.key),
            Registration.person_id.is_not_distinct_from(sought.person_id),
            Registration.address.is_not_distinct_from(sought.address),
            Registration.minor.is_not_distinct_from(given.minor),
        )
    )


def _same(registration: Registration, given: SignUp) -> Registration:
    """The one that is there, if it is what was asked for."""
    why = reason(registration, None)
    if registration.state == "cancelled_by_host":
        raise Conflict(why.code, why.sentence)
    if (registration.role, registration.party_size) != (given.role, given.party_size):
        said = f"There is a registration already, for a party of {registration.party_size}"
        said += f" as {registration.role}." if registration.role else "."
        raise Conflict("already-registered", f"{said} Change it, or cancel it first.", state=registration.state)
    days = {day.session_id for day in registration.days}
    if given.days is not None and {day.session_id for day in given.days} != days:
        said = "There is a registration already, for other days. Change it instead."
        raise Conflict("already-registered", said, state=registration.state)
    return registration


def _let_in(event: Event, line: Line, wish: Wish, registration: Registration) -> Change:
    """A place for her if one is free, by day too, or else the end of the queue, if there is one."""
    size = registration.party_size
    if not opening.terms(event).waitlist:
        _must_fit(line, size)
        wish.must_fit(size)
    registration.days = []
    if line.fits(size) and not wish.is_full(size):
        registration.state = seated(registration)
        wish.take(registration)
        return "pending_requirement" if registration.waits_for else "registered"
    registration.state, registration.position = "waitlisted", wish.last
    wish.take(registration, waits_for_days=line.fits(size))
    return "waitlisted"


def _must_fit(line: Line, party_size: int) -> None:
    if not line.fits(party_size):
        left = f" {line.left} are left." if line.left else ""
        raise Conflict("full", f"All {line.capacity} places are taken, and there is no waiting list.{left}")
