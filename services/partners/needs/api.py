"""Needs at the HTTP door."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners import policy, records
from services.partners.audit import Actor
from services.partners.imports import Batch
from services.partners.needs import actions, moves
from services.partners.needs.models import Need
from services.partners.needs.schemas import Merger, NeedChange, NeedRaised, NeedRecord, NeedShown, NeedsPage
from services.partners.pages import by_name
from services.partners.reasons import Reason
from shared.api.application import router
from shared.api.door import IfMatch, InTransaction, match, tagged
from shared.api.imports import Imported
from shared.api.paging import Listing
from shared.identity import Caller, MaybeCaller, SignedIn

needs = router("needs")


def _found(session: Session, caller: Caller | None, need_id: UUID, *, to_change: bool = False) -> Need:
    return records.find(session, Need, need_id, policy.needs_known_to(caller), to_change=to_change)


def _answer(response: Response, need: Need) -> NeedShown:
    tagged(response, need.version)
    return NeedShown.model_validate(need)


def _moved(
    session: Session, caller: Caller, need_id: UUID, response: Response, move: moves.Move, why: str | None = None
) -> NeedShown:
    need = _found(session, caller, need_id, to_change=True)
    policy.be_office(caller)
    return _answer(response, actions.move(session, Actor(caller.person_id, "api"), need, move, why))


@needs.get("/api/v1/needs")
def list_needs(
    session: InTransaction, caller: MaybeCaller, page: Annotated[NeedsPage, Query()]
) -> Listing[NeedShown]:
    """The needs that the caller may know of, by title."""
    query = select(Need).where(actions.filtered(page), policy.needs_known_to(caller))
    return by_name(session, page, Need, query, NeedShown.model_validate)


@needs.post("/api/v1/needs", status_code=201)
def raise_need(session: InTransaction, caller: SignedIn, raised: NeedRaised, response: Response) -> NeedShown:
    """Raise a need. For the office, and whoever holds a role at the partner that it is raised for."""
    policy.may_raise_need(caller, raised.raised_for)
    return _answer(response, actions.raise_need(session, Actor(caller.person_id, "api"), raised))


@needs.get("/api/v1/needs/{need_id}")
def show_need(session: InTransaction, caller: MaybeCaller, need_id: UUID, response: Response) -> NeedShown:
    """One need."""
    return _answer(response, _found(session, caller, need_id))


@needs.patch("/api/v1/needs/{need_id}")
def change_need(
    session: InTransaction,
    caller: SignedIn,
    need_id: UUID,
    change: NeedChange,
    expected: IfMatch,
    response: Response,
) -> NeedShown:
    """Change a need. For the office; whoever raised it, as long as it is new."""
    need = _found(session, caller, need_id, to_change=True)
    policy.may_change_need(caller, need)
    match(expected, need.version)
    return _answer(response, actions.change(session, Actor(caller.person_id, "api"), need, change))


@needs.post("/api/v1/needs/{need_id}/triage")
def triage(session: InTransaction, caller: SignedIn, need_id: UUID, response: Response) -> NeedShown:
    """Take a need as one that the consortium looks after."""
    return _moved(session, caller, need_id, response, "triage")


@needs.post("/api/v1/needs/{need_id}/publication")
def publish(session: InTransaction, caller: SignedIn, need_id: UUID, response: Response) -> NeedShown:
    """Let those know of a need who may answer it."""
    return _moved(session, caller, need_id, response, "publication")


@needs.post("/api/v1/needs/{need_id}/rejection")
def reject(session: InTransaction, caller: SignedIn, need_id: UUID, why: Reason, response: Response) -> NeedShown:
    """Say why a need is none of the consortium's."""
    return _moved(session, caller, need_id, response, "rejection", why.reason)


@needs.post("/api/v1/needs/{need_id}/merger")
def merge(session: InTransaction, caller: SignedIn, need_id: UUID, merger: Merger, response: Response) -> NeedShown:
    """Let another need speak for this one, too."""
    policy.be_office(caller)
    need, into = _found(session, caller, need_id, to_change=True), _found(session, caller, merger.into)
    return _answer(response, actions.merge(session, Actor(caller.person_id, "api"), need, into))


@needs.post("/api/v1/needs/{need_id}/pause")
def pause(session: InTransaction, caller: SignedIn, need_id: UUID, why: Reason, response: Response) -> NeedShown:
    """Put a need on hold."""
    return _moved(session, caller, need_id, response, "pause", why.reason)


@needs.post("/api/v1/needs/{need_id}/resumption")
def resume(session: InTransaction, caller: SignedIn, need_id: UUID, response: Response) -> NeedShown:
    """Take up a need again that was on hold, where it stood."""
    return _moved(session, caller, need_id, response, "resumption")


@needs.post("/api/v1/needs/{need_id}/start")
def start(session: InTransaction, caller: SignedIn, need_id: UUID, response: Response) -> NeedShown:
    """Say that work on a need has begun."""
    return _moved(session, caller, need_id, response, "start")


@needs.post("/api/v1/needs/{need_id}/resolution")
def resolve(session: InTransaction, caller: SignedIn, need_id: UUID, what: Reason, response: Response) -> NeedShown:
    """Say what came of a need."""
    return _moved(session, caller, need_id, response, "resolution", what.reason)


@needs.post("/api/v1/needs/{need_id}/closure")
def close(session: InTransaction, caller: SignedIn, need_id: UUID, why: Reason, response: Response) -> NeedShown:
    """Close a need that is not met, and say why."""
    return _moved(session, caller, need_id, response, "closure", why.reason)


@needs.post("/api/v1/needs/{need_id}/reopening")
def reopen(session: InTransaction, caller: SignedIn, need_id: UUID, response: Response) -> NeedShown:
    """Look at a need again that was closed."""
    return _moved(session, caller, need_id, response, "reopening")


@needs.post("/api/v1/imports/needs")
def import_needs(session: InTransaction, caller: SignedIn, batch: Batch[NeedRecord]) -> Imported:
    """Take needs from another system. For the office."""
    policy.be_office(caller)
    return Imported(items=actions.import_needs(session, Actor(caller.person_id, "import"), batch.records))
