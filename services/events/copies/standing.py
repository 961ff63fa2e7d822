"""What a person may do and where she belongs, as the copies have it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from shared.direct import row_of
from shared.identity import Roles

_STANDING = """
    SELECT people.consortium_roles, people.roles,
           people.has_account AND EXISTS (
               SELECT
               FROM jsonb_to_recordset(people.affiliations) AS belongs (partner_id uuid, since date, until date)
               JOIN partners ON partners.id = belongs.partner_id
               WHERE partners.membership IN ('member', 'affiliate', 'community_partner')
               AND (belongs.since IS NULL OR belongs.since <= :today)
               AND (belongs.until IS NULL OR belongs.until >= :today)
           ) AS is_member,
           ARRAY(SELECT groups.id FROM groups WHERE groups.member_ids @> ARRAY[people.id]) AS group_ids
    FROM people WHERE people.id = :person AND people.state = 'active'
"""


@dataclass(frozen=True)
class Standing(Roles):
    """What a person may do; whether she, with an account, belongs today to a partner; and her groups."""

    is_member: bool = False
    group_ids: tuple[UUID, ...] = ()


def standing_of(session: Session, person_id: UUID, today: date) -> Standing | None:
    """Where a person stands; None for somebody who is not known here, or has left."""
    row = row_of(session, _STANDING, {"person": person_id, "today": today})
    if row is None:
        return None
    roles: dict[UUID, set[str]] = defaultdict(set)
    for each in row.roles:
        roles[UUID(each["partner_id"])].add(each["role"])
    held = {partner_id: frozenset(names) for partner_id, names in roles.items()}
    return Standing(frozenset(row.consortium_roles), held, row.is_member, tuple(row.group_ids))
