"""Who is asking, as this service's copies know her."""

from collections import defaultdict
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from services.events.calendar.filters import today
from services.events.copies.standing import present, standing_of
from services.events.policy import STRANGER, Viewer
from shared.api.door import InTransaction
from shared.identity import Roles, caller, maybe_caller


def find_roles(session: Session, person_id: UUID) -> Roles | None:
    """What a person may do; None for somebody who is not known here, or has left."""
    person = present(session, person_id)
    if person is None:
        return None
    roles: dict[UUID, set[str]] = defaultdict(set)
    for each in person.roles:
        roles[UUID(each["partner_id"])].add(each["role"])
    held = {partner_id: frozenset(names) for partner_id, names in roles.items()}
    return Roles(frozenset(person.consortium_roles), held)


async def viewer(request: Request, session: InTransaction) -> Viewer:
    """Who reads: perhaps a stranger, who sees what is public, and waits for no thread to find out that she is one."""
    if "authorization" not in request.headers:
        return STRANGER
    return await run_in_threadpool(_known, request, session)


def _known(request: Request, session: Session) -> Viewer:
    somebody = caller(maybe_caller(request, session))
    standing = standing_of(session, somebody.person_id, today())
    return Viewer(
        person_id=somebody.person_id,
        is_office=somebody.is_office,
        roles=somebody.roles.partners,
        is_member=standing.is_member,
        group_ids=standing.group_ids,
    )


Reading = Annotated[Viewer, Depends(viewer)]


async def acting(reading: Reading) -> Viewer:
    """Who acts: strangers are refused."""
    if reading is STRANGER:
        caller(None)
    return reading


Acting = Annotated[Viewer, Depends(acting)]
