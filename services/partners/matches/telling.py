"""Who is told of a match: the sides that have not answered; then both, and whoever proposed it, what came of it."""

from sqlalchemy.orm import Session

from services.partners.matches.models import Match
from services.partners.matches.moves import Side
from shared.messages.needs import MatchProposed, MatchSettled
from shared.outbox import tell


def tell_proposed(session: Session, match: Match) -> None:
    """Ask the sides that have not answered."""
    need, strength = match.need, match.strength
    asked: dict[Side, dict[str, object]] = {
        "need": {"partner_id": need.raised_for, "person_id": need.raised_by},
        "strength": {"partner_id": strength.partner_id},
    }
    for side, whom in asked.items():
        if getattr(match, f"{side}_said") is None and any(whom.values()):
            facts = {"match_id": match.id, "version": match.version, "side": side, "reasons": match.reasons}
            about = {"need_id": need.id, "need": need.title, "strength": strength.title}
            tell(session, MatchProposed.model_validate(facts | about | whom | {"giver_id": strength.partner_id}))


def tell_settled(session: Session, match: Match) -> None:
    """Tell both sides what came of it."""
    need, strength = match.need, match.strength
    facts = {
        "match_id": match.id,
        "version": match.version,
        "need_id": need.id,
        "need": need.title,
        "strength": strength.title,
        "outcome": match.state,
        "giver_id": strength.partner_id,
        "raised_for": need.raised_for,
        "raised_by": need.raised_by,
        "proposed_by": match.proposed_by,
        "note": match.state_reason or "",
    }
    tell(session, MatchSettled.model_validate(facts))
