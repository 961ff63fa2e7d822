"""Who is asking, as this service's copies know her."""

from typing import Annotated
from uuid import UUID

from anyio import to_thread
from fastapi import Depends, Request
from sqlalchemy.orm import Session

from services.events.calendar.filters import today
from services.events.copies.standing import Standing, standing_of
from services.events.policy import STRANGER, Viewer
from shared.api.door import InTransaction, inline
from shared.database import Database
from shared.identity import caller, maybe_caller


def find_roles(session: Session, person_id: UUID) -> Standing | None:
    """What a person may do, and where she belongs."""
    return standing_of(session, person_id, today())


def viewer(request: Request, session: InTransaction) -> Viewer:
    """Who reads: perhaps a stranger, who sees what is public."""
    if "authorization" not in request.headers:
        return STRANGER
    somebody = caller(maybe_caller(request, session))
    standing = somebody.roles
    assert isinstance(standing, Standing)
    return Viewer(
        person_id=somebody.person_id,
        is_office=somebody.is_office,
        roles=standing.partners,
        is_member=standing.is_member,
        group_ids=standing.group_ids,
    )


async def reader(request: Request) -> Viewer:
    """Who reads what is hot; a stranger waits for no thread to find out that she is one."""
    if "authorization" not in request.headers:
        return STRANGER
    return await to_thread.run_sync(_look_up, request, limiter=request.app.state.threads)


def _look_up(request: Request) -> Viewer:
    database: Database = request.app.state.database
    with database.session() as session:
        return viewer(request, session)


Reading = Annotated[Viewer, Depends(inline(viewer))]


def acting(reading: Reading) -> Viewer:
    """Who acts: strangers are refused."""
    if reading is STRANGER:
        caller(None)
    return reading


Acting = Annotated[Viewer, Depends(inline(acting))]
