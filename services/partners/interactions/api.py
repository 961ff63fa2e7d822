"""Interactions at the HTTP door: what the office knows of its work with a partner."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy import true
from sqlalchemy.orm import Session

from services.partners import policy, records
from services.partners.audit import Actor
from services.partners.interactions import actions
from services.partners.interactions.schemas import InteractionChange, InteractionDraft, InteractionShown
from services.partners.pages import Key
from services.partners.partners.models import Partner
from shared.api.application import router
from shared.api.door import IfMatch, InTransaction, match, tagged
from shared.api.paging import Listing, Page
from shared.identity import Caller, SignedIn

interactions = router("interactions")


def _partner(session: Session, caller: Caller, key: str) -> Partner:
    policy.be_office(caller)
    return records.find(session, Partner, key, true())


@interactions.get("/api/v1/partners/{partner}/interactions")
def list_interactions(
    session: InTransaction, caller: SignedIn, partner: Key, page: Annotated[Page, Query()]
) -> Listing[InteractionShown]:
    """Calls, visits and meetings with a partner, newest first. For the office."""
    return actions.listed(session, _partner(session, caller, partner), page)


@interactions.post("/api/v1/partners/{partner}/interactions", status_code=201)
def note_interaction(
    session: InTransaction, caller: SignedIn, partner: Key, draft: InteractionDraft, response: Response
) -> InteractionShown:
    """Note a call, a visit or a meeting. For the office."""
    known = _partner(session, caller, partner)
    noted = actions.note_interaction(session, Actor(caller.person_id, "api"), known, draft)
    tagged(response, noted.version)
    return InteractionShown.model_validate(noted)


@interactions.patch("/api/v1/interactions/{interaction_id}")
def correct_interaction(
    session: InTransaction,
    caller: SignedIn,
    interaction_id: UUID,
    change: InteractionChange,
    expected: IfMatch,
    response: Response,
) -> InteractionShown:
    """Put right what was noted wrongly. For the office."""
    policy.be_office(caller)
    found = actions.find(session, interaction_id)
    match(expected, found.version)
    corrected = actions.correct(session, Actor(caller.person_id, "api"), found, change)
    tagged(response, corrected.version)
    return InteractionShown.model_validate(corrected)
