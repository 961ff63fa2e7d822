"""What can be done with matches. Whoever gives and whoever asked have both said yes before anything is given."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from services.partners import records
from services.partners.audit import Actor
from services.partners.kinds import Fields, Kind, Reference
from services.partners.matches import moves
from services.partners.matches.models import Match
from services.partners.matches.schemas import MatchAnswer, MatchesPage, MatchRecord, Proposal
from services.partners.matches.telling import tell_proposed, tell_settled
from services.partners.needs import actions as needs
from services.partners.needs.models import Need
from services.partners.people.models import Person
from services.partners.strengths import actions as strengths
from services.partners.strengths.models import Strength
from services.partners.today import today
from shared.api.imports import ImportedOne
from shared.errors import Conflict, Invalid

_NAMED = {"need_id": Need, "strength_id": Strength, "proposed_by": Person}
_ANSWERABLE = ("published", "matched", "in_progress")


@dataclass(frozen=True)
class Voice:
    """Who acts, and for which sides she may speak."""

    actor: Actor
    sides: frozenset[moves.Side]


def _references(fields: Fields) -> Iterator[Reference]:
    for name, model in _NAMED.items():
        if fields.get(name):
            yield f"/{name}", model, fields[name]


KIND = Kind("match", "matches", Match, "external_id", None, _references)


def propose(session: Session, voice: Voice, given: Proposal, need: Need, strength: Strength) -> Match:
    """Propose a strength for a need; the sides that the proposer speaks for have said yes by that."""
    if need.state not in _ANSWERABLE:
        raise Conflict("not-open", "This need is not open to answers.", state=need.state)
    if strength.state != "offered":
        raise Conflict("not-on-offer", "This strength is not on offer.", state=strength.state)
    before = _before(session, need.id, strength.id)
    if before is not None and before.state == "declined":
        raise Conflict("declined-before", "One side has said no to this before.", reason=before.state_reason)
    if before is not None:
        raise Conflict("already-exists", "This is proposed already.", link=f"/api/v1/matches/{before.id}")
    said = {f"{side}_said": "yes" for side in voice.sides}
    by = {"proposed_by": voice.actor.person_id, "proposed_on": today()}
    match = records.add(session, voice.actor, KIND, given.model_dump() | said | by)
    session.refresh(match)
    tell_proposed(session, match)
    return _settle(session, voice.actor, match)


def answer(session: Session, voice: Voice, match: Match, given: MatchAnswer) -> Match:
    """Say yes or no for one side; with the second yes, what was asked of the strength is taken."""
    moves.must_allow(match.state, "answer")
    side = _side(voice, given.side)
    fields: dict[str, object] = {f"{side}_said": given.answer}
    if given.answer == "no":
        if not given.reason.strip():
            raise Invalid("required", "Say why, so that nobody asks again.", pointer="/reason")
        fields |= {"state": "declined", "state_reason": given.reason}
    records.change(session, voice.actor, KIND, match, fields)
    if given.answer == "no":
        tell_settled(session, match)
    return _settle(session, voice.actor, match)


def begin(session: Session, voice: Voice, match: Match) -> Match:
    """Say that what was agreed is under way."""
    moves.must_allow(match.state, "activation")
    return records.change(session, voice.actor, KIND, match, {"state": "active"})


def complete(session: Session, voice: Voice, match: Match, said: str) -> Match:
    """Say that what was agreed is done, and what came of it; the strength is free again."""
    moves.must_allow(match.state, "completion")
    strengths.give_back(session, voice.actor, _held(session, match), match.amount)
    records.change(session, voice.actor, KIND, match, {"state": "completed", "state_reason": said})
    tell_settled(session, match)
    return match


def cancel(session: Session, voice: Voice, match: Match, why: str) -> Match:
    """Call a match off; the strength is free again, and the need open unless another match answers it."""
    moves.must_allow(match.state, "cancellation")
    if match.holds_capacity:
        strengths.give_back(session, voice.actor, _held(session, match), match.amount)
    records.change(session, voice.actor, KIND, match, {"state": "cancelled", "state_reason": why})
    tell_settled(session, match)
    answered = exists().where(Match.need_id == match.need_id, Match.state.in_(moves.HOLDING))
    if not session.scalar(select(answered)):
        needs.follow_matches(session, voice.actor, match.need, matched=False)
    return match


def filtered(page: MatchesPage) -> ColumnElement[bool]:
    """That a match is among those that a list asks for."""
    wanted: list[ColumnElement[bool]] = []
    if page.need is not None:
        wanted.append(Match.need_id == page.need)
    if page.strength is not None:
        wanted.append(Match.strength_id == page.strength)
    if page.state is not None:
        wanted.append(Match.state == page.state)
    if page.partner is not None:
        wanted.append(of_partners([page.partner]))
    return and_(Match.id.is_not(None), *wanted)


def of_partners(partner_ids: Sequence[UUID]) -> ColumnElement[bool]:
    """That one of these partners gives or asked."""
    asked = select(Need.id).where(Need.raised_for.in_(partner_ids))
    given = select(Strength.id).where(Strength.partner_id.in_(partner_ids))
    return or_(Match.need_id.in_(asked), Match.strength_id.in_(given))


def import_matches(session: Session, actor: Actor, given: Sequence[MatchRecord]) -> list[ImportedOne]:
    """Take matches from another system; what new ones hold of strengths is taken, whatever is left of it."""
    taken = records.take(session, actor, KIND, given)
    new = [one.id for one in taken if one.outcome == "created"]
    for match in session.scalars(select(Match).where(Match.id.in_(new))):
        if match.holds_capacity:
            match.strength.taken += match.amount
    session.flush()
    return taken


def _before(session: Session, need_id: UUID, strength_id: UUID) -> Match | None:
    same = select(Match).where(Match.need_id == need_id, Match.strength_id == strength_id)
    return session.scalar(same.where(Match.state.in_([*moves.OPEN, "declined"])).limit(1))


def _side(voice: Voice, wanted: moves.Side | None) -> moves.Side:
    if wanted is None and len(voice.sides) > 1:
        raise Invalid("required", "Say for which side.", pointer="/side")
    side = wanted or next(iter(voice.sides))
    if side not in voice.sides:
        raise Invalid("not-your-side", "You speak for the other side.", pointer="/side")
    return side


def _settle(session: Session, actor: Actor, match: Match) -> Match:
    """Take what was agreed once both sides have said yes."""
    if match.state == "proposed" and (match.need_said, match.strength_said) == ("yes", "yes"):
        strengths.take(session, actor, _held(session, match), match.amount)
        records.change(session, actor, KIND, match, {"state": "accepted"})
        tell_settled(session, match)
        needs.follow_matches(session, actor, match.need, matched=True)
    return match


def _held(session: Session, match: Match) -> Strength:
    """The strength, locked and read anew: two who take the last of it take turns."""
    held = select(Strength).where(Strength.id == match.strength_id)
    return session.scalars(held.with_for_update().execution_options(populate_existing=True)).one()
