"""Who is asking, as this service's copies know her."""

from collections import defaultdict
from typing import Annotated
from uuid import UUID

from fastapi import Depends
from sqlalchemy.orm import Session

from services.events.calendar.filters import today
from services.events.copies import standing
from services.events.policy import STRANGER, Viewer
from shared.api.door import InTransaction
from shared.identity import MaybeCaller, Roles, SignedIn


def find_roles(session: Session, person_id: UUID) -> Roles | None:
    """What a person may do; None for somebody who is not known here, or has left."""
    person = standing.present(session, person_id)
    if person is None:
        return None
    roles: dict[UUID, set[str]] = defaultdict(set)
    for each in person.roles:
        roles[UUID(each["partner_id"])].add(each["role"])
    held = {partner_id: frozenset(names) for partner_id, names in roles.items()}
    return Roles(frozenset(person.consortium_roles), held)


def viewer(somebody: MaybeCaller, session: InTransaction) -> Viewer:
    """Who reads: perhaps a stranger, who sees what is public."""
    if somebody is None:
        return STRANGER
    person = standing.present(session, somebody.person_id)
    return Viewer(
        person_id=somebody.person_id,
        is_office=somebody.is_office,
        roles=somebody.roles.partners,
        is_member=person is not None and standing.is_member(session, person, today()),
        group_ids=standing.groups_of(session, somebody.person_id),
    )


Reading = Annotated[Viewer, Depends(viewer)]


def known(_: SignedIn, reading: Reading) -> Viewer:
    """Who acts: strangers are refused."""
    return reading


Acting = Annotated[Viewer, Depends(known)]
