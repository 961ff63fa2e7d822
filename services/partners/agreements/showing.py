"""Agreements as they are shown: those at risk first, then by the day on which they end."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, select, tuple_
from sqlalchemy.orm import Session, aliased

from services.partners.agreements import moves
from services.partners.agreements.days import is_at_risk
from services.partners.agreements.models import Agreement, AgreementParty
from services.partners.agreements.schemas import AgreementShown, AgreementsPage, OwnerShown
from services.partners.people.models import Person
from services.partners.today import today
from services.partners.words import holds
from shared.api.paging import Listing, after, cursor

_OF_ITSELF = (
    "id", "external_id", "kind", "scope", "party_ids", "effective_on", "expires_on", "notice_days", "document",
    "approvals", "state", "state_reason", "renewal_of", "dates_note", "version",
)  # fmt: skip
_NEVER = date.max
_OVER = ("renewed", "expired", "terminated", "withdrawn")


def binds(partner_ids: Sequence[UUID]) -> ColumnElement[bool]:
    """That an agreement binds one of these partners."""
    parties = select(AgreementParty.agreement_id).where(AgreementParty.partner_id.in_(partner_ids))
    return Agreement.id.in_(parties)


def shown(session: Session, agreement: Agreement) -> AgreementShown:
    """One agreement."""
    session.flush()
    return _shown(session, session.execute(_asked(today()).where(Agreement.id == agreement.id)).all())[0]


def listed(session: Session, page: AgreementsPage, among: ColumnElement[bool]) -> Listing[AgreementShown]:
    """A page of agreements: at risk first, those that are over last."""
    on = today()
    rank = case((is_at_risk(on), 0), (Agreement.state.in_(_OVER), 2), else_=1)
    order = (rank, func.coalesce(Agreement.expires_on, literal(_NEVER)), Agreement.id)
    query = _asked(on).add_columns(*order[:2]).where(among, _wanted(page, on)).order_by(*order)
    if key := after(page.cursor, int, date.fromisoformat, UUID):
        query = query.where(tuple_(*order) > key)
    found = session.execute(query.limit(page.limit + 1)).all()
    last = found[page.limit - 1] if len(found) > page.limit else None
    return Listing(
        items=_shown(session, found[: page.limit]), next=cursor(last[3], last[4], last[0].id) if last else None
    )


def _asked(on: date) -> Select[Agreement, bool, UUID]:
    following = aliased(Agreement)
    renewed_by = (
        select(following.id)
        .where(following.renewal_of == Agreement.id, following.state.not_in(moves.GIVEN_UP))
        .scalar_subquery()
    )
    return select(Agreement, is_at_risk(on).label("at_risk"), renewed_by.label("renewed_by"))


def _wanted(page: AgreementsPage, on: date) -> ColumnElement[bool]:
    wanted = [holds(Agreement.search, page.q)]
    if page.partner is not None:
        wanted.append(binds([page.partner]))
    if page.kind is not None:
        wanted.append(Agreement.kind == page.kind)
    if page.state is not None:
        wanted.append(Agreement.state == page.state)
    if page.at_risk is not None:
        wanted.append(is_at_risk(on).is_(page.at_risk))
    return and_(*wanted)


def _shown(session: Session, rows: Sequence[Any]) -> list[AgreementShown]:
    people = {owner.person_id for agreement, *_ in rows for owner in agreement.owners}
    names = dict(session.execute(select(Person.id, Person.name).where(Person.id.in_(people))).all())
    return [
        AgreementShown(
            **{name: getattr(agreement, name) for name in _OF_ITSELF},
            owners=[
                OwnerShown(partner_id=row.partner_id, person_id=row.person_id, name=names[row.person_id])
                for row in agreement.owners
            ],
            days_left=(agreement.expires_on - today()).days if agreement.expires_on else None,
            renewed_by=renewed_by,
            at_risk=bool(at_risk),
            allowed=moves.nouns(agreement.state),
        )
        for agreement, at_risk, renewed_by, *_ in rows
    ]
