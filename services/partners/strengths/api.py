"""Strengths at the HTTP door."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners import policy, records
from services.partners.audit import Actor
from services.partners.imports import Batch
from services.partners.pages import by_name
from services.partners.reasons import Reason
from services.partners.strengths import actions, moves
from services.partners.strengths.models import Strength
from services.partners.strengths.schemas import (
    StrengthChange,
    StrengthDraft,
    StrengthRecord,
    StrengthShown,
    StrengthsPage,
)
from shared.api.application import router
from shared.api.door import IfMatch, InTransaction, match, tagged
from shared.api.imports import Imported
from shared.api.paging import Listing
from shared.identity import Caller, MaybeCaller, SignedIn

strengths = router("strengths")


def _to_change(session: Session, caller: Caller, strength_id: UUID) -> Strength:
    found = records.find(session, Strength, strength_id, policy.strengths_known_to(caller), to_change=True)
    policy.may_act_for(caller, found.partner_id)
    return found


def _moved(
    session: Session, caller: Caller, strength_id: UUID, response: Response, move: moves.Move, why: str | None = None
) -> StrengthShown:
    strength = _to_change(session, caller, strength_id)
    actions.move(session, Actor(caller.person_id, "api"), strength, move, why)
    tagged(response, strength.version)
    return StrengthShown.model_validate(strength)


@strengths.get("/api/v1/strengths")
def list_strengths(
    session: InTransaction, caller: MaybeCaller, page: Annotated[StrengthsPage, Query()]
) -> Listing[StrengthShown]:
    """The strengths that the caller may know of, by title."""
    query = select(Strength).where(actions.filtered(page), policy.strengths_known_to(caller))
    return by_name(session, page, Strength, query, StrengthShown.model_validate)


@strengths.post("/api/v1/strengths", status_code=201)
def draft_strength(
    session: InTransaction, caller: SignedIn, draft: StrengthDraft, response: Response
) -> StrengthShown:
    """Draft a strength. For the office, and the partner's coordinators and admins."""
    policy.may_act_for(caller, draft.partner_id)
    strength = actions.draft(session, Actor(caller.person_id, "api"), draft)
    tagged(response, strength.version)
    return StrengthShown.model_validate(strength)


@strengths.get("/api/v1/strengths/{strength_id}")
def show_strength(
    session: InTransaction, caller: MaybeCaller, strength_id: UUID, response: Response
) -> StrengthShown:
    """One strength."""
    found = records.find(session, Strength, strength_id, policy.strengths_known_to(caller))
    tagged(response, found.version)
    return StrengthShown.model_validate(found)


@strengths.patch("/api/v1/strengths/{strength_id}")
def change_strength(
    session: InTransaction,
    caller: SignedIn,
    strength_id: UUID,
    change: StrengthChange,
    expected: IfMatch,
    response: Response,
) -> StrengthShown:
    """Change a strength."""
    found = _to_change(session, caller, strength_id)
    match(expected, found.version)
    actions.change(session, Actor(caller.person_id, "api"), found, change)
    tagged(response, found.version)
    return StrengthShown.model_validate(found)


@strengths.post("/api/v1/strengths/{strength_id}/offer")
def offer(session: InTransaction, caller: SignedIn, strength_id: UUID, response: Response) -> StrengthShown:
    """Put a strength on offer."""
    return _moved(session, caller, strength_id, response, "offer")


@strengths.post("/api/v1/strengths/{strength_id}/pause")
def pause(
    session: InTransaction, caller: SignedIn, strength_id: UUID, why: Reason, response: Response
) -> StrengthShown:
    """Take a strength off offer for a while; it is suggested to nobody meanwhile."""
    return _moved(session, caller, strength_id, response, "pause", why.reason)


@strengths.post("/api/v1/strengths/{strength_id}/resumption")
def resume(session: InTransaction, caller: SignedIn, strength_id: UUID, response: Response) -> StrengthShown:
    """Put a paused strength on offer again."""
    return _moved(session, caller, strength_id, response, "resumption")


@strengths.post("/api/v1/strengths/{strength_id}/withdrawal")
def withdraw(session: InTransaction, caller: SignedIn, strength_id: UUID, response: Response) -> StrengthShown:
    """Take a strength off offer for good."""
    return _moved(session, caller, strength_id, response, "withdrawal")


@strengths.post("/api/v1/imports/strengths")
def import_strengths(session: InTransaction, caller: SignedIn, batch: Batch[StrengthRecord]) -> Imported:
    """Take strengths from another system. For the office."""
    policy.be_office(caller)
    return Imported(items=actions.import_strengths(session, Actor(caller.person_id, "import"), batch.records))
