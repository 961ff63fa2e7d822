"""How often partners are asked for something, and their own limits."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, func, or_, select, text
from sqlalchemy.orm import Session

from services.events.base import new_id
from services.events.calendar.models import Event
from services.events.cohosts.schemas import CohostRole
from services.events.coordination.models import Ask
from services.events.coordination.schemas import AskShown, Requests, RequestsOf
from services.events.copies.models import Partner
from services.events.policy import Viewer, visible_to
from shared import clock
from shared.errors import Conflict, Flaw, Invalid


def ask(session: Session, event: Event, partner_id: UUID, role: CohostRole, over_limit: str) -> None:
    """Note that a partner is asked to carry an event; beyond its limit, only with a word why."""
    # Held until the end, so that two who ask at once do not both find room for one.
    partner = session.get_one(Partner, partner_id, with_for_update=True)
    asked = _count(session, partner, _today(partner))
    warning = _warning(partner, asked)
    if warning and not over_limit:
        flaw = Flaw("/over_limit", "request-limit-reached", "Say why it is asked all the same.")
        raise Conflict("request-limit-reached", warning, flaw, asked=asked, limit=partner.request_limit_per_month)
    session.add(
        Ask(
            id=new_id(),
            partner_id=partner_id,
            role=role,
            event_id=event.id,
            asked_by=event.host_id,
            asked_at=clock.now(),
            over_limit=over_limit or None,
        )
    )


def requests_of(session: Session, viewer: Viewer, of: RequestsOf) -> Requests:
    """How often a partner was asked in a month; its own people see by whom, others what they may know of."""
    partner = session.get(Partner, of.partner)
    if partner is None:
        raise Invalid("unknown-reference", "There is no such partner.", pointer="?partner")
    day = of.month or _today(partner)
    asked = _count(session, partner, day)
    known = select(Ask).join(Event, Event.id == Ask.event_id).where(_within(partner, day))
    if partner.id not in viewer.roles:
        known = known.where(or_(text(visible_to(viewer)), Ask.asked_by.in_(viewer.roles)))
    items = session.scalars(known.order_by(Ask.asked_at, Ask.id), viewer.named)
    return Requests(
        partner_id=partner.id,
        month=day.replace(day=1),
        asked=asked,
        limit=partner.request_limit_per_month,
        warning=_warning(partner, asked),
        items=[AskShown.model_validate(each) for each in items],
    )


def with_room(session: Session) -> set[UUID]:
    """Active partners that may still be asked this month, by what they said themselves."""
    partners = session.scalars(select(Partner).where(Partner.state == "active")).all()
    limited = [each for each in partners if each.request_limit_per_month is not None]
    full = {each.id for each in limited if _warning(each, _count(session, each, _today(each)))}
    return {each.id for each in partners} - full


def _count(session: Session, partner: Partner, day: date) -> int:
    return session.scalars(select(func.count()).select_from(Ask).where(_within(partner, day))).one()


def _within(partner: Partner, day: date) -> ColumnElement[bool]:
    """That an ask was in the month of a day, as months are where the partner is."""
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    begin, end = (datetime.combine(edge, time(), ZoneInfo(partner.time_zone)) for edge in (first, following))
    return and_(Ask.partner_id == partner.id, Ask.asked_at >= begin, Ask.asked_at < end)


def _today(partner: Partner) -> date:
    return clock.now().astimezone(ZoneInfo(partner.time_zone)).date()


def _warning(partner: Partner, asked: int) -> str | None:
    limit = partner.request_limit_per_month
    if limit is None or asked < limit:
        return None
    return f"{partner.title} was asked {asked} times this month, and wants to be asked {limit} times at most."
