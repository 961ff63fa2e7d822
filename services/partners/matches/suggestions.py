"""Which strengths may answer a need: those on offer whose subject is the need's, with the reasons that count.

A place alone is no reason: what is next door and about something else helps nobody.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from babel import Locale
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from services.partners.communities.models import Community
from services.partners.matches.models import Match
from services.partners.matches.moves import HOLDING, OPEN
from services.partners.matches.reasons import Reason, naming
from services.partners.matches.schemas import Suggestion, SuggestionsOf
from services.partners.needs.models import Need
from services.partners.partners.models import Partner
from services.partners.strengths.models import Strength
from services.partners.today import today

_LEAST = 30
_SUBJECT = frozenset({"topic", "cause", "kind"})
# What is asked for, by what is behind a need (Gravity Project's SDOH domains).
_ASKED_FOR = {
    "language-access": "interpretation",
    "transportation-insecurity": "transport",
    "digital-access": "equipment",
    "financial-insecurity": "funding",
}


@dataclass(frozen=True)
class _Known:
    """What the reasons name: the need's community, and partners that worked with the need's before."""

    community: str
    companions: Mapping[UUID, str]
    language: str


def suggest(session: Session, need: Need, asked: SuggestionsOf) -> list[Suggestion]:
    """The strengths that may answer a need, the best first, each with its reasons."""
    known = _Known(_community(session, need), _companions(session, need), asked.language)
    found = []
    for strength in _on_offer(session, need):
        reasons = list(_reasons(need, strength, known))
        score = sum(reason.points for reason in reasons)
        if score >= _LEAST and any(reason.code in _SUBJECT for reason in reasons):
            found.append((score, strength, reasons))
    found.sort(key=lambda one: (-one[0], one[1].sort_name, one[1].id))
    return [
        Suggestion(
            strength_id=strength.id,
            partner_id=strength.partner_id,
            title=strength.title,
            score=score,
            reasons=[reason.words(asked.language) for reason in reasons],
        )
        for score, strength, reasons in found[: asked.limit]
    ]


def _on_offer(session: Session, need: Need) -> Sequence[Strength]:
    """What is offered today and was not proposed to this need before, unless that came to an end well."""
    tried = select(Match.strength_id).where(Match.need_id == need.id, Match.state.in_([*OPEN, "declined"]))
    on = today()
    query = select(Strength).where(
        Strength.state == "offered",
        Strength.id.not_in(tried),
        or_(Strength.valid_from.is_(None), Strength.valid_from <= on),
        or_(Strength.valid_until.is_(None), Strength.valid_until >= on),
        or_(
            Strength.topics.bool_op("&&")(need.topics),
            Strength.sdoh.bool_op("&&")(need.sdoh),
            Strength.kind.in_([_ASKED_FOR[cause] for cause in need.sdoh if cause in _ASKED_FOR]),
        ),
    )
    return session.scalars(query).all()


def _reasons(need: Need, strength: Strength, known: _Known) -> Iterator[Reason]:
    if need.community_id in strength.community_ids:
        yield naming("community", 35, [known.community])
    elif strength.reach != "local":
        yield Reason("region", 10)
    if topics := [topic for topic in need.topics if topic in strength.topics]:
        yield naming("topic", min(20 * len(topics), 40), topics)
    if causes := [cause for cause in need.sdoh if cause in strength.sdoh]:
        yield naming("cause", min(10 * len(causes), 20), [cause.replace("-", " ") for cause in causes])
    if strength.kind in {_ASKED_FOR.get(cause) for cause in need.sdoh}:
        yield naming("kind", 15, [strength.kind])
    if spoken := [code for code in need.languages if code != "en" and code in strength.languages]:
        yield naming("language", 10, [_language(code, known.language) for code in spoken])
    if strength.left:
        counted = {"left": str(strength.left), "amount": str(strength.amount), "unit": str(strength.unit)}
        yield Reason("capacity", 5, counted)
    if strength.partner_id in known.companions:
        yield naming("history", 5, [known.companions[strength.partner_id]])


def _community(session: Session, need: Need) -> str:
    return session.scalar(select(Community.name).where(Community.id == need.community_id)) or ""


def _companions(session: Session, need: Need) -> dict[UUID, str]:
    """The partners whose strengths answered needs of this need's partner, and that partner's name."""
    if need.raised_for is None:
        return {}
    name = session.scalar(select(Partner.name).where(Partner.id == need.raised_for)) or ""
    worked = (
        select(Strength.partner_id)
        .join(Match, Match.strength_id == Strength.id)
        .join(Need, Need.id == Match.need_id)
        .where(Need.raised_for == need.raised_for, Match.state.in_([*HOLDING, "completed"]))
        .group_by(Strength.partner_id)
        .having(func.count() > 0)
    )
    return dict.fromkeys(session.scalars(worked), name)


def _language(code: str, shown_in: str) -> str:
    return str(Locale(shown_in).languages.get(code, code))
