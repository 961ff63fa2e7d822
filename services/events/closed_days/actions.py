"""What can be done with closed days: to name, change and strike them, and to ask which touch a time."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, tuple_
from sqlalchemy.orm import Session

from services.events.audit import note
from services.events.base import new_id
from services.events.closed_days.models import ClosedDays
from services.events.closed_days.schemas import ClosedDaysPatch, NewClosedDays
from services.events.copies.models import Partner
from services.events.policy import Viewer, may_close, may_plan
from shared.errors import Invalid, NotFound

_LONGEST = timedelta(days=366)


def name(session: Session, viewer: Viewer, given: NewClosedDays) -> ClosedDays:
    """Days on which a partner is closed, or everybody."""
    if given.partner_id and session.get(Partner, given.partner_id) is None:
        raise Invalid("unknown-reference", "There is no such partner.", pointer="/partner_id")
    may_close(viewer, given.partner_id)
    days = ClosedDays(id=new_id(), version=1, **given.model_dump())
    days.last_day = given.last_day or given.first_day
    _must_follow(days)
    session.add(days)
    session.flush()
    note(session, viewer, "closed-days.add", [days])
    return days


def find(session: Session, viewer: Viewer, days_id: UUID) -> ClosedDays:
    """Closed days; whoever plans for anybody may know of them."""
    may_plan(viewer)
    days = session.get(ClosedDays, days_id)
    if days is None:
        raise NotFound()
    return days


def find_own(session: Session, viewer: Viewer, days_id: UUID) -> ClosedDays:
    """Closed days that the viewer may change, held until she has."""
    days = find(session, viewer, days_id)
    may_close(viewer, days.partner_id)
    session.refresh(days, with_for_update=True)
    return days


def list_days(
    session: Session,
    viewer: Viewer,
    partner_id: UUID | None,
    since: date | None,
    after: tuple[date, UUID] | None,
    limit: int,
) -> list[ClosedDays]:
    """Closed days, soonest first: everybody's and all partners', or everybody's and one's."""
    may_plan(viewer)
    sought = select(ClosedDays).order_by(ClosedDays.first_day, ClosedDays.id).limit(limit)
    if partner_id is not None:
        sought = sought.where(_concerning([partner_id]))
    if since is not None:
        sought = sought.where(ClosedDays.last_day >= since)
    if after is not None:
        sought = sought.where(tuple_(ClosedDays.first_day, ClosedDays.id) > after)
    return list(session.scalars(sought))


def change(session: Session, viewer: Viewer, days: ClosedDays, patch: ClosedDaysPatch) -> None:
    """Change closed days."""
    for field, value in patch.model_dump(exclude_unset=True).items():
        setattr(days, field, value)
    _must_follow(days)
    days.version += 1
    session.flush()
    note(session, viewer, "closed-days.change", [days])


def strike(session: Session, viewer: Viewer, days: ClosedDays) -> None:
    """Strike closed days: they are days like others."""
    session.delete(days)
    session.flush()
    note(session, viewer, "closed-days.strike", [days])


def touching(session: Session, partner_ids: Collection[UUID], first: date, last: date) -> list[ClosedDays]:
    """The closed days of these partners and of everybody that touch a time, soonest first."""
    sought = select(ClosedDays).where(ClosedDays.first_day <= last, ClosedDays.last_day >= first)
    order = (ClosedDays.first_day, ClosedDays.id)
    return list(session.scalars(sought.where(_concerning(partner_ids)).order_by(*order)))


def _concerning(partner_ids: Collection[UUID]) -> ColumnElement[bool]:
    return or_(ClosedDays.partner_id.is_(None), ClosedDays.partner_id.in_(partner_ids))


def _must_follow(days: ClosedDays) -> None:
    if not timedelta() <= days.last_day - days.first_day < _LONGEST:
        raise Invalid(
            "end-before-start", "The last day is not before the first, nor a year after.", pointer="/last_day"
        )
