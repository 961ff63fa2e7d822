"""Who may sign up for what: the terms of an event, held against what somebody asks for."""

from sqlalchemy.orm import Session

from services.events.calendar.models import Event
from services.events.copies.models import Person
from services.events.policy import HOSTING, Viewer
from services.events.registrations.opening import terms
from services.events.registrations.schemas import SignUp
from shared.errors import Flaw, Invalid, NotAllowed


def hosts(viewer: Viewer, event: Event) -> bool:
    """Whether somebody may see and do what only the hosting staff may."""
    return viewer.is_office or bool(viewer.roles.get(event.host_id, frozenset()) & HOSTING)


def must_name_somebody(session: Session, viewer: Viewer, event: Event, given: SignUp) -> None:
    """Refuse whoever signs up nobody, or, without being the host, somebody else."""
    by_address = given.name is not None or given.email is not None
    if given.person_id not in (None, viewer.person_id) or (by_address and viewer.person_id is not None):
        if not hosts(viewer, event):
            raise NotAllowed("not-allowed", "Only the host's coordinators and admins may sign up somebody else.")
        if given.person_id is not None and session.get(Person, given.person_id) is None:
            raise Invalid("unknown-reference", "There is no such person.", pointer="/person_id")
    if given.person_id is None and (by_address or viewer.person_id is None):
        missing = [name for name in ("name", "email") if getattr(given, name) is None]
        flaws = [Flaw(f"/{name}", "required", "Say who comes, or sign in.") for name in missing]
        if flaws:
            raise Invalid("required", "Without an account, a name and an email address are needed.", *flaws)


def must_be_within_terms(event: Event, role: str | None, party_size: int, capacity: int | None) -> None:
    """Refuse a role that the event does not have, and a party that could never come in."""
    roles = [slot["role"] for slot in event.slots]
    if roles and role is None:
        raise Invalid("required", f"Say as what you come: {', '.join(roles)}.", pointer="/role")
    if role is not None and role not in roles:
        said = f"This event has these roles: {', '.join(roles)}." if roles else "This event has no roles."
        raise Invalid("unknown-reference", said, pointer="/role")
    most = terms(event).party_size_max
    if party_size > most:
        raise Invalid("party-too-large", f"A party may be of {most} at most.", pointer="/party_size")
    if capacity is not None and party_size > capacity:
        raise Invalid("party-too-large", f"There are only {capacity} places in all.", pointer="/party_size")


def asked_before(event: Event, given: SignUp) -> list[str]:
    """What must be there before a place is really hers."""
    on = terms(event)
    consent = on.guardian_consent and given.minor is not None and not given.guardian_consent
    return [*(["approval"] if on.approval else []), *on.requirements, *(["guardian_consent"] if consent else [])]
