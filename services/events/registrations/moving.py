"""What becomes of a registration that is there: accepted, canceled, made smaller, confirmed by the host."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.calendar.models import Event
from services.events.policy import STRANGER, Viewer
from services.events.registrations.actions import done, seated
from services.events.registrations.eligible import hosts
from services.events.registrations.lines import hold
from services.events.registrations.models import Registration
from services.events.registrations.occurring import Occurring, standing
from services.events.registrations.offers import pass_on
from services.events.registrations.reasons import Change
from services.events.registrations.states import after
from services.events.registrations.telling import fact
from shared import clock
from shared.errors import Conflict, Invalid, NotAllowed, NotFound
from shared.outbox import tell


class Held:
    """A registration with its event: to look at, or alone, so that nobody else comes in or leaves meanwhile."""

    def __init__(self, session: Session, viewer: Viewer, registration_id: UUID, *, alone: bool = True) -> None:
        sought = select(Registration).where(Registration.id == registration_id)
        known = session.scalar(sought)
        if known is None:
            raise NotFound()
        of_it = select(Event).where(Event.id == known.event_id)
        event = session.scalars(of_it.with_for_update(read=True, of=Event) if alone else of_it).one()
        self.session, self.viewer, self.event = session, viewer, event
        self.of: Occurring = standing(session, event, known.occurrence)
        if alone:
            hold(session, event, self.of)
        self.registration = session.scalars(sought.execution_options(populate_existing=True)).one()

    @property
    def is_hers(self) -> bool:
        """Whether it is the viewer's own."""
        return self.viewer.person_id is not None and self.viewer.person_id == self.registration.person_id

    @property
    def is_hosted(self) -> bool:
        """Whether the viewer is of the hosting staff."""
        return hosts(self.viewer, self.event)


def held(session: Session, viewer: Viewer, registration_id: UUID, *, alone: bool = True) -> Held:
    """A registration that the viewer may know of: her own, or one at an event that she hosts."""
    found = Held(session, viewer, registration_id, alone=alone)
    if not (found.is_hers or found.is_hosted):
        raise NotFound()
    return found


def held_by_host(session: Session, viewer: Viewer, registration_id: UUID) -> Held:
    """A registration at an event that the viewer hosts."""
    found = held(session, viewer, registration_id)
    if not found.is_hosted:
        raise NotAllowed("not-allowed", "Only the host's coordinators and admins may do this.")
    return found


def held_by_link(session: Session, registration_id: UUID, *, alone: bool = True) -> Held:
    """A registration that somebody has a link to."""
    return Held(session, STRANGER, registration_id, alone=alone)


def accept(one: Held) -> Registration:
    """Take the place that is offered; the other has it if its time is over, even before the clock says so."""
    registration = one.registration
    after(registration.state, "acceptance")
    now = clock.now()
    if one.of.starts_at <= now:
        raise Conflict("event-begun", "It has begun: the offer is over.")
    if registration.offer_expires_at is not None and registration.offer_expires_at <= now:
        raise Conflict("offer-lapsed", "The offer was open until then, and went to the next.")
    registration.state, registration.offer_expires_at = seated(registration), None
    change: Change = "pending_requirement" if registration.waits_for else "promoted"
    done(one.session, one.viewer, one.event, registration, change, "acceptance")
    return registration


def cancel(one: Held, said: str, *, by_host: bool) -> Registration:
    """Give the place up, or the wait for one; what comes free is offered to the next."""
    registration = one.registration
    state = after(registration.state, "cancellation")
    registration.state = "cancelled_by_host" if by_host else state
    registration.position = registration.offer_expires_at = None
    registration.note = said
    change: Change = "cancelled_by_host" if by_host else "cancelled_by_person"
    done(one.session, one.viewer, one.event, registration, change, "cancellation")
    pass_on(one.session, one.event, one.of)
    return registration


def meet(one: Held, met: list[str]) -> Registration:
    """Note what is there of what was asked; with all of it, the place is hers. The guardian may consent herself."""
    registration = one.registration
    after(registration.state, "requirements")
    if not one.is_hosted and met != ["guardian_consent"]:
        raise NotAllowed("not-allowed", "Only the host's coordinators and admins may confirm this.")
    unknown = [name for name in met if name not in registration.waits_for]
    if unknown:
        raise Invalid("unknown-reference", f"It does not wait for {', '.join(unknown)}.", pointer="/met")
    registration.waits_for = [name for name in registration.waits_for if name not in met]
    registration.state = seated(registration)
    change: Change = "pending_requirement" if registration.waits_for else "registered"
    done(one.session, one.viewer, one.event, registration, change, "requirements")
    return registration


def shrink(one: Held, party_size: int) -> Registration:
    """Come fewer; the places that come free are offered to the next."""
    registration = one.registration
    after(registration.state, "party-size")
    if party_size > registration.party_size:
        raise Invalid("out-of-range", "A party can become smaller only. Sign up the others.", pointer="/party_size")
    if party_size < registration.party_size:
        registration.party_size = party_size
        registration.version += 1
        one.session.flush()
        tell(one.session, fact(registration))
        pass_on(one.session, one.event, one.of)
    return registration
