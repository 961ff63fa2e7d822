"""Matches at the HTTP door, and what may become one."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from services.partners import policy, records
from services.partners.audit import Actor
from services.partners.imports import Batch
from services.partners.kinds import T
from services.partners.matches import actions, suggestions
from services.partners.matches.models import Match
from services.partners.matches.schemas import (
    MatchAnswer,
    MatchesPage,
    MatchRecord,
    MatchShown,
    Proposal,
    Suggestions,
    SuggestionsOf,
)
from services.partners.needs.models import Need
from services.partners.pages import newest_first
from services.partners.reasons import Reason
from services.partners.strengths.models import Strength
from shared.api.application import router
from shared.api.door import InTransaction, tagged
from shared.api.imports import Imported
from shared.api.paging import Listing
from shared.errors import Invalid, NotFound
from shared.identity import Caller, SignedIn

matches = router("matches")


def _found(session: Session, caller: Caller, match_id: UUID, *, to_change: bool = False) -> Match:
    return records.find(session, Match, match_id, policy.matches_known_to(caller), to_change=to_change)


def _named(session: Session, model: type[T], key: UUID, among: ColumnElement[bool], pointer: str) -> T:
    try:
        return records.find(session, model, key, among)
    except NotFound as error:
        raise Invalid("unknown-reference", "There is no such record.", pointer=pointer) from error


def _to_change(session: Session, caller: Caller, match_id: UUID) -> tuple[actions.Voice, Match]:
    match = _found(session, caller, match_id, to_change=True)
    return actions.Voice(Actor(caller.person_id, "api"), policy.sides_of(caller, match.need, match.strength)), match


def _answer(response: Response, match: Match) -> MatchShown:
    tagged(response, match.version)
    return MatchShown.model_validate(match)


@matches.get("/api/v1/needs/{need_id}/suggestions")
def suggest(
    session: InTransaction, caller: SignedIn, need_id: UUID, asked: Annotated[SuggestionsOf, Query()]
) -> Suggestions:
    """Strengths that may answer a need, the best first, with reasons. For whoever holds a role at a partner."""
    need = records.find(session, Need, need_id, policy.needs_known_to(caller))
    policy.be_staff(caller)
    return Suggestions(items=suggestions.suggest(session, need, asked))


@matches.get("/api/v1/matches")
def list_matches(
    session: InTransaction, caller: SignedIn, page: Annotated[MatchesPage, Query()]
) -> Listing[MatchShown]:
    """The matches that the caller may know of, the newest first."""
    query = select(Match).where(actions.filtered(page), policy.matches_known_to(caller))
    return newest_first(session, page, Match, query, MatchShown.model_validate)


@matches.post("/api/v1/matches", status_code=201)
def propose(session: InTransaction, caller: SignedIn, proposal: Proposal, response: Response) -> MatchShown:
    """Propose a strength for a need. For the office, and coordinators and admins of either side."""
    need = _named(session, Need, proposal.need_id, policy.needs_known_to(caller), "/need_id")
    strength = _named(session, Strength, proposal.strength_id, policy.strengths_known_to(caller), "/strength_id")
    voice = actions.Voice(Actor(caller.person_id, "api"), policy.sides_by_proposing(caller, need, strength))
    return _answer(response, actions.propose(session, voice, proposal, need, strength))


@matches.get("/api/v1/matches/{match_id}")
def show_match(session: InTransaction, caller: SignedIn, match_id: UUID, response: Response) -> MatchShown:
    """One match."""
    return _answer(response, _found(session, caller, match_id))


@matches.post("/api/v1/matches/{match_id}/answer")
def answer(
    session: InTransaction, caller: SignedIn, match_id: UUID, given: MatchAnswer, response: Response
) -> MatchShown:
    """Say yes or no to a match for the side that the caller speaks for."""
    return _answer(response, actions.answer(session, *_to_change(session, caller, match_id), given))


@matches.post("/api/v1/matches/{match_id}/activation")
def begin(session: InTransaction, caller: SignedIn, match_id: UUID, response: Response) -> MatchShown:
    """Say that what was agreed is under way."""
    return _answer(response, actions.begin(session, *_to_change(session, caller, match_id)))


@matches.post("/api/v1/matches/{match_id}/completion")
def complete(
    session: InTransaction, caller: SignedIn, match_id: UUID, what: Reason, response: Response
) -> MatchShown:
    """Say that what was agreed is done, and what came of it."""
    return _answer(response, actions.complete(session, *_to_change(session, caller, match_id), what.reason))


@matches.post("/api/v1/matches/{match_id}/cancellation")
def cancel(session: InTransaction, caller: SignedIn, match_id: UUID, why: Reason, response: Response) -> MatchShown:
    """Call a match off, and say why."""
    return _answer(response, actions.cancel(session, *_to_change(session, caller, match_id), why.reason))


@matches.post("/api/v1/imports/matches")
def import_matches(session: InTransaction, caller: SignedIn, batch: Batch[MatchRecord]) -> Imported:
    """Take matches from another system. For the office."""
    policy.be_office(caller)
    return Imported(items=actions.import_matches(session, Actor(caller.person_id, "import"), batch.records))
