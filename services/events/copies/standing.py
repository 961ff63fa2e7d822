"""What a person is allowed and where she belongs, as the copies have it."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from services.events.copies.models import Group, Partner, Person

_MEMBERSHIPS = ("member", "affiliate", "community_partner")


def present(session: Session, person_id: UUID) -> Person | None:
    """The person, unless nobody here knows her or she has left."""
    person = session.get(Person, person_id)
    return person if person is not None and person.state == "active" else None


def groups_of(session: Session, person_id: UUID) -> tuple[UUID, ...]:
    """The groups that a person is a member of."""
    return tuple(session.scalars(select(Group.id).where(Group.member_ids.contains([person_id]))))


def is_member(session: Session, person: Person, today: date) -> bool:
    """Whether she has an account and belongs, today, to a partner that the consortium counts among its own."""
    belongs_to = [each["partner_id"] for each in person.affiliations if _holds(each, today.isoformat())]
    if not person.has_account or not belongs_to:
        return False
    of_the_consortium = select(func.count()).where(Partner.id.in_(belongs_to), Partner.membership.in_(_MEMBERSHIPS))
    return bool(session.scalar(of_the_consortium))


def _holds(affiliation: dict[str, str | None], today: str) -> bool:
    since, until = affiliation.get("since"), affiliation.get("until")
    return (since is None or since <= today) and (until is None or today <= until)
