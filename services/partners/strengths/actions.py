"""What can be done with strengths."""

from collections.abc import Iterator, Sequence

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import Session

from services.partners import records
from services.partners.audit import Actor
from services.partners.communities.models import Community
from services.partners.kinds import Fields, Kind, Reference
from services.partners.partners.models import Partner
from services.partners.strengths import moves
from services.partners.strengths.models import Strength
from services.partners.strengths.schemas import StrengthChange, StrengthDraft, StrengthRecord, StrengthsPage
from services.partners.words import holds
from shared.api.imports import ImportedOne
from shared.errors import Conflict, Invalid


def _references(fields: Fields) -> Iterator[Reference]:
    if fields.get("partner_id"):
        yield "/partner_id", Partner, fields["partner_id"]
    for place, community_id in enumerate(fields.get("community_ids", ())):
        yield f"/community_ids/{place}", Community, community_id


def _must_make_sense(_: Session, strengths: Sequence[Strength]) -> None:
    for strength in strengths:
        if strength.valid_from and strength.valid_until and strength.valid_until < strength.valid_from:
            raise Invalid("end-before-start", "It ends before it begins.", pointer="/valid_until")


KIND = Kind("strength", "strengths", Strength, "external_id", None, _references, _must_make_sense)


def draft(session: Session, actor: Actor, given: StrengthDraft) -> Strength:
    """Draft a strength."""
    return records.add(session, actor, KIND, given.model_dump())


def change(session: Session, actor: Actor, strength: Strength, given: StrengthChange) -> Strength:
    """Change what a strength says; with more of it, one that was exhausted is on offer again."""
    fields = records.said(given) | {"state": moves.after(strength.state, "change")}
    records.change(session, actor, KIND, strength, fields)
    return _settle(session, actor, strength)


def move(
    session: Session, actor: Actor, strength: Strength, wanted: moves.Move, reason: str | None = None
) -> Strength:
    """Move a strength on."""
    state = moves.after(strength.state, wanted)
    records.change(session, actor, KIND, strength, {"state": state, "state_reason": reason})
    return _settle(session, actor, strength)


def take(session: Session, actor: Actor, strength: Strength, amount: int) -> None:
    """Take so much of a strength that is held; 409 when it is not on offer, or less of it is left."""
    if strength.state != "offered":
        raise Conflict("not-on-offer", "It is not on offer any more.", state=strength.state)
    if strength.left is not None and strength.left < amount:
        raise Conflict("no-capacity-left", f"{strength.left} {strength.unit} are left of it.", left=strength.left)
    records.change(session, actor, KIND, strength, {"taken": strength.taken + amount})
    _settle(session, actor, strength)


def give_back(session: Session, actor: Actor, strength: Strength, amount: int) -> None:
    """Give so much of a strength back."""
    records.change(session, actor, KIND, strength, {"taken": max(strength.taken - amount, 0)})
    _settle(session, actor, strength)


def filtered(page: StrengthsPage) -> ColumnElement[bool]:
    """That a strength is among those that a list asks for."""
    wanted = [holds(Strength.search, page.q)]
    if page.partner is not None:
        wanted.append(Strength.partner_id == page.partner)
    if page.community is not None:
        wanted.append(Strength.community_ids.any_() == page.community)
    if page.kind is not None:
        wanted.append(Strength.kind == page.kind)
    if page.state is not None:
        wanted.append(Strength.state == page.state)
    return and_(*wanted)


def import_strengths(session: Session, actor: Actor, given: Sequence[StrengthRecord]) -> list[ImportedOne]:
    """Take strengths from another system."""
    return records.take(session, actor, KIND, given)


def _settle(session: Session, actor: Actor, strength: Strength) -> Strength:
    """Say of what is on offer whether any of it is left."""
    if strength.state in {"offered", "exhausted"}:
        state = "exhausted" if strength.left == 0 else "offered"
        records.change(session, actor, KIND, strength, {"state": state})
    return strength
