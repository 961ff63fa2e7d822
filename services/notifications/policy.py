"""Who may do what here. What a caller may not know of answers as if it were not there."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.notifications.copies.models import Person, PersonRole
from shared.errors import NotAllowed, NotFound
from shared.identity import Caller, Roles

STAFF = ("admin", "coordinator", "reviewer", "viewer")


def find_roles(session: Session, person_id: UUID) -> Roles | None:
    """What a person may do, from our copy; None for whom we do not know, or who has left."""
    person = session.get(Person, person_id)
    if person is None or person.state == "left":
        return None
    held: dict[UUID, set[str]] = {}
    for partner_id, role in session.execute(
        select(PersonRole.partner_id, PersonRole.role).where(PersonRole.person_id == person_id)
    ):
        held.setdefault(partner_id, set()).add(role)
    return Roles(
        frozenset(person.consortium_roles), {partner_id: frozenset(roles) for partner_id, roles in held.items()}
    )


def is_office_or_self(caller: Caller, person_id: UUID | None) -> bool:
    """The office looks after everybody's subscriptions; everybody after her own."""
    return caller.is_office or (person_id is not None and caller.person_id == person_id)


def sees_all_history(caller: Caller) -> bool:
    """Who answers "was I told?" for the whole consortium."""
    return caller.is_office or caller.is_operator


def sees_history_of(caller: Caller, host_id: UUID | None) -> bool:
    """The staff of an event's host see who was told of it."""
    return sees_all_history(caller) or (host_id is not None and caller.holds(host_id, *STAFF))


def sees_followers_of(caller: Caller, partner_id: UUID) -> bool:
    """Those who speak for a partner know how many listen."""
    return caller.is_office or caller.holds(partner_id, "admin", "coordinator")


def may_read_email(caller: Caller, recipient_id: UUID | None, host_id: UUID | None, *, private: bool) -> bool:
    """She who got it reads it, and the office; where it is not private, whoever sees the history."""
    hers = recipient_id is not None and caller.person_id == recipient_id
    return hers or caller.is_office or (not private and sees_history_of(caller, host_id))


def require_office(caller: Caller) -> None:
    """Only the office may do this."""
    if not caller.is_office:
        raise NotAllowed("not-allowed", "Only the consortium's office may do this.")


def require_history(caller: Caller) -> None:
    """Only the office and whoever runs the system may do this."""
    if not sees_all_history(caller):
        raise NotAllowed("not-allowed", "Only the consortium's office and its operators may do this.")


def require_known(may_know: bool) -> None:
    """As if it were not there, for whom it is not."""
    if not may_know:
        raise NotFound()
