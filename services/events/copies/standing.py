"""What a person is allowed and where she belongs, as the copies have it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.events.copies.models import Person

_STANDING = text(
    """
    SELECT people.has_account AND EXISTS (
               SELECT
               FROM jsonb_to_recordset(people.affiliations) AS belongs (partner_id uuid, since date, until date)
               JOIN partners ON partners.id = belongs.partner_id
               WHERE partners.membership IN ('member', 'affiliate', 'community_partner')
               AND (belongs.since IS NULL OR belongs.since <= :today)
               AND (belongs.until IS NULL OR belongs.until >= :today)
           ) AS is_member,
           ARRAY(SELECT groups.id FROM groups WHERE groups.member_ids @> ARRAY[people.id]) AS group_ids
    FROM people WHERE people.id = :person
    """
)


@dataclass(frozen=True)
class Standing:
    """Whether somebody, with an account, belongs today to a partner of the consortium; and her groups."""

    is_member: bool
    group_ids: tuple[UUID, ...]


def present(session: Session, person_id: UUID) -> Person | None:
    """The person, unless nobody here knows her or she has left."""
    person = session.get(Person, person_id)
    return person if person is not None and person.state == "active" else None


def standing_of(session: Session, person_id: UUID, today: date) -> Standing:
    """Where a person whom we know belongs."""
    row = session.execute(_STANDING, {"person": person_id, "today": today}).one()
    return Standing(row.is_member, tuple(row.group_ids))
