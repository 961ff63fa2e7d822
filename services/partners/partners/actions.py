"""What can be done with partners."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, text
from sqlalchemy.orm import Session

from services.partners import records
from services.partners.audit import Actor
from services.partners.kinds import Fields, Kind, Reference
from services.partners.partners.models import Partner
from services.partners.partners.schemas import PartnerChange, PartnerDraft, PartnerRecord, PartnersPage
from services.partners.people.models import Person
from services.partners.words import holds
from shared.api.imports import ImportedOne
from shared.errors import Conflict
from shared.messages.partners import PartnerChanged

_TREE = "partners.parent_id"

_LOOP = text(
    """
    WITH RECURSIVE above(id, at) AS (
        SELECT id, parent_id FROM partners WHERE id = ANY(:ids)
        UNION
        SELECT above.id, partners.parent_id FROM above JOIN partners ON partners.id = above.at
    ) SELECT id FROM above WHERE at = id LIMIT 1
    """
)


def fact(partner: Partner) -> PartnerChanged:
    """What neighbours are told of a partner."""
    return PartnerChanged(
        partner_id=partner.id,
        version=partner.version,
        slug=partner.slug,
        title=partner.name,
        kind=partner.kind,
        parent_id=partner.parent_id,
        state=partner.state,
        time_zone=partner.time_zone,
        membership=partner.membership,
        public=partner.public,
        accessibility_statement=partner.accessibility_statement,
        accessibility_contact=partner.accessibility_contact,
        request_limit_per_month=partner.request_limit_per_month,
    )


def _references(fields: Fields) -> Iterator[Reference]:
    if fields.get("parent_id"):
        yield "/parent_id", Partner, fields["parent_id"]
    if fields.get("owner_id"):
        yield "/owner_id", Person, fields["owner_id"]
    for place, relationship in enumerate(fields.get("relationships", ())):
        yield f"/relationships/{place}/partner_id", Partner, UUID(relationship["partner_id"])


def _refuse_loops(session: Session, partners: Sequence[Partner]) -> None:
    ids = [partner.id for partner in partners if partner.parent_id is not None]
    if not ids:
        return
    # Two changes, each right by itself, could close a loop together: one waits for the other.
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(_TREE, 0))))
    if session.scalar(_LOOP, {"ids": ids}) is not None:
        raise Conflict("parent-loop", "A partner cannot stand above itself.")


KIND = Kind("partner", "partners", Partner, "slug", fact, _references, _refuse_loops)


def filtered(page: PartnersPage) -> ColumnElement[bool]:
    """That a partner is among those that a list asks for."""
    asked = {
        "kind": page.kind,
        "state": page.state,
        "membership": page.membership,
        "reach": page.reach,
        "parent_id": page.parent,
    }
    wanted = [getattr(Partner, name) == value for name, value in asked.items() if value is not None]
    return and_(holds(Partner.search, page.q), *wanted)


def add_partner(session: Session, actor: Actor, draft: PartnerDraft) -> Partner:
    """Record a partner."""
    return records.add(session, actor, KIND, draft.model_dump())


def change_partner(session: Session, actor: Actor, partner: Partner, change: PartnerChange) -> Partner:
    """Change what the office, or the partner itself, says of it."""
    return records.change(session, actor, KIND, partner, records.said(change))


def import_partners(session: Session, actor: Actor, given: Sequence[PartnerRecord]) -> list[ImportedOne]:
    """Take partners from another system."""
    return records.take(session, actor, KIND, given)
