"""Who must review whose events. Of the rule for all and a partner's own, the stricter one holds."""

from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from services.events.audit import note
from services.events.base import new_id
from services.events.copies.models import Partner
from services.events.policy import Viewer
from services.events.reviews.models import Rule
from services.events.reviews.schemas import Required, RuleShown
from shared.errors import NotAllowed, NotFound

_BY_STRICTNESS: tuple[Required, ...] = ("nobody", "partner", "office")


def required(session: Session, partner_id: UUID | None) -> Required:
    """Who must review a partner's events before they are published."""
    holding = select(Rule.reviewers).where(or_(Rule.partner_id.is_(None), Rule.partner_id == partner_id))
    return max(session.scalars(holding), key=_BY_STRICTNESS.index, default="nobody")


def all_rules(session: Session, viewer: Viewer) -> list[RuleShown]:
    """The rule for all, and those of the viewer's own partners; the office sees every one."""
    sought = select(Rule).order_by(Rule.partner_id.asc().nulls_first())
    if not viewer.is_office:
        sought = sought.where(or_(Rule.partner_id.is_(None), Rule.partner_id.in_(viewer.roles)))
    return [shown(session, rule) for rule in session.scalars(sought)]


def find(session: Session, viewer: Viewer, partner_id: UUID | None) -> RuleShown:
    """A partner's rule, for its staff and the office; or the one for all."""
    if partner_id is not None:
        if session.get(Partner, partner_id) is None:
            raise NotFound()
        if not viewer.is_office and partner_id not in viewer.roles:
            raise NotAllowed("not-allowed", "Only the partner's staff and the office may see this.")
    return shown(session, _rule(session, partner_id))


def find_own(session: Session, viewer: Viewer, partner_id: UUID | None) -> Rule:
    """A rule that the viewer may set: her own partner's as its admin; the office any, and the one for all."""
    find(session, viewer, partner_id)
    is_admin = partner_id is not None and "admin" in viewer.roles.get(partner_id, frozenset())
    if not viewer.is_office and not is_admin:
        raise NotAllowed("not-allowed", "Only the partner's admins, and for all the office, may set this.")
    return _rule(session, partner_id, held=True)


def change(session: Session, viewer: Viewer, rule: Rule, reviewers: Required) -> RuleShown:
    """Say who must review from now on; what was submitted before is answered by the rule of that day."""
    if rule.reviewers != reviewers:
        rule.reviewers, rule.version = reviewers, rule.version + 1
        session.add(rule)
        session.flush()
        note(session, viewer, "review_rule.change", [rule], reviewers)
    return shown(session, rule)


def shown(session: Session, rule: Rule) -> RuleShown:
    """A rule as it goes out."""
    holds = required(session, rule.partner_id)
    return RuleShown.model_validate(
        {"partner_id": rule.partner_id, "reviewers": rule.reviewers, "holds": holds, "version": rule.version}
    )


def _rule(session: Session, partner_id: UUID | None, *, held: bool = False) -> Rule:
    sought = select(Rule).where(Rule.partner_id.is_not_distinct_from(partner_id))
    kept = session.scalar(sought.with_for_update() if held else sought)
    return kept or Rule(id=new_id(), partner_id=partner_id, reviewers="nobody", version=0)
