"""Registrations as they are shown: to whom, in which order, and with the reason for where they are."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, select, true, tuple_
from sqlalchemy.orm import Session, aliased

from services.events.calendar.models import Event
from services.events.copies.models import Person
from services.events.policy import Viewer, may_host
from services.events.registrations.actions import find_event
from services.events.registrations.day_schemas import DayShown
from services.events.registrations.day_showing import day_places, days_of
from services.events.registrations.lines import lines
from services.events.registrations.models import DayPlace, Registration
from services.events.registrations.occurring import Occurring, meant, standing
from services.events.registrations.opening import why_closed
from services.events.registrations.reasons import reason
from services.events.registrations.schemas import (
    HoursShown,
    LineShown,
    LinkedEvent,
    OwnFilters,
    OwnRegistration,
    PlacesShown,
    RegistrationShown,
    RosterFilters,
)
from shared.api.paging import Listing, after, cursor

_AS_KEPT = (RegistrationShown.model_fields.keys() - {"position", "hours", "days"}) & set(
    Registration.__table__.columns.keys()
)


def show(session: Session, registrations: Iterable[Registration]) -> list[RegistrationShown]:
    """Registrations with the names of those who have an account, and with their places in the queue."""
    shown = list(registrations)
    names, positions, days = _names(session, shown), _positions(session, shown), days_of(session, shown)
    return [_shown(each, names, positions.get(each.id), days.get(each.id, [])) for each in shown]


def show_one(session: Session, registration: Registration) -> RegistrationShown:
    """One of them."""
    return show(session, [registration])[0]


def roster(session: Session, viewer: Viewer, event_id: UUID, filters: RosterFilters) -> Listing[RegistrationShown]:
    """Who signed up for an event, in order of arrival; for the hosting staff alone."""
    event = find_event(session, viewer, event_id)
    may_host(viewer, event.host_id)
    wanted: list[ColumnElement[bool]] = [Registration.event_id == event_id]
    if filters.state:
        wanted.append(Registration.state.in_(filters.state))
    if filters.occurrence is not None:
        wanted.append(Registration.occurrence.startswith(filters.occurrence, autoescape=True))
    if filters.session is not None:
        wanted.append(Registration.days.any(DayPlace.session_id == filters.session))
    if filters.group is not None:
        wanted.append(Registration.days.any(_of_group(filters)))
    return _page(session, select(Registration).where(*wanted), filters.limit, filters.cursor)


def own(session: Session, viewer: Viewer, filters: OwnFilters) -> Listing[OwnRegistration]:
    """One's own registrations, with their events; the office may have all of them."""
    hers = Registration.person_id == viewer.person_id
    wanted = hers if filters.mine or not viewer.is_office else true()
    page = _page(session, select(Registration).where(wanted), filters.limit, filters.cursor)
    named = {each.event_id for each in page.items}
    events = {event.id: event for event in session.scalars(select(Event).where(Event.id.in_(named)))}
    items = [_with_event(session, events[each.event_id], each) for each in page.items]
    return Listing(items=items, next=page.next)


def about(event: Event, of: Occurring) -> LinkedEvent:
    """What must be known of an event, or of one day of it."""
    return LinkedEvent(
        id=event.id,
        title=event.title,
        host_id=event.host_id,
        state=of.state,
        starts_at=of.starts_at,
        ends_at=of.ends_at,
        time_zone=event.time_zone,
    )


def places(session: Session, viewer: Viewer, event_id: UUID, occurrence: str | None) -> PlacesShown:
    """Counts alone, for everybody who may know of the event."""
    event = find_event(session, viewer, event_id)
    of = meant(session, event, occurrence)
    closed = why_closed(event, of)
    shown = [
        LineShown(role=x.role, capacity=x.capacity, left=x.left, waiting=x.waiting) for x in lines(session, event, of)
    ]
    code, said = closed or ("open", "You can sign up.")
    return PlacesShown(open=closed is None, code=code, reason=said, lines=shown, days=day_places(session, event))


def _of_group(filters: RosterFilters) -> ColumnElement[bool]:
    of_group = DayPlace.group == filters.group
    return of_group if filters.session is None else of_group & (DayPlace.session_id == filters.session)


def _with_event(session: Session, event: Event, shown: RegistrationShown) -> OwnRegistration:
    of = standing(session, event, shown.occurrence)
    return OwnRegistration.model_validate({**shown.model_dump(), "event": about(event, of)})


def _page(
    session: Session, sought: Select[Registration], limit: int, place: str | None
) -> Listing[RegistrationShown]:
    known = after(place, UUID)
    if known is not None:
        sought = sought.where(Registration.id > known[0])
    found = session.scalars(sought.order_by(Registration.id).limit(limit + 1)).all()
    following = cursor(found[limit - 1].id) if len(found) > limit else None
    return Listing(items=show(session, found[:limit]), next=following)


def _shown(
    registration: Registration, names: dict[UUID, str], position: int | None, days: list[DayShown]
) -> RegistrationShown:
    why = reason(registration, position, [day.title for day in days if day.waiting])
    name = names.get(registration.person_id, "") if registration.person_id else ""
    return RegistrationShown(
        **{field: getattr(registration, field) for field in _AS_KEPT},
        name=name or registration.full_name,
        position=position,
        code=why.code,
        reason=why.sentence,
        hours=_hours(registration),
        days=days,
    )


def _hours(registration: Registration) -> HoursShown | None:
    if registration.hours is None:
        return None
    return HoursShown.model_validate(
        {
            "hours": registration.hours,
            "own_time": bool(registration.hours_own_time),
            "state": registration.hours_state or "submitted",
            "verified_by": registration.hours_verified_by,
        }
    )


def _names(session: Session, registrations: Sequence[Registration]) -> dict[UUID, str]:
    ids = {each.person_id for each in registrations if each.person_id}
    if not ids:
        return {}
    return {
        found.id: found.full_name
        for found in session.execute(select(Person.id, Person.full_name).where(Person.id.in_(ids)))
    }


def _positions(session: Session, registrations: Sequence[Registration]) -> dict[UUID, int]:
    """How many stand before each who waits, and she herself."""
    waiting = [each.id for each in registrations if each.state == "waitlisted"]
    if not waiting:
        return {}
    before, has_roles = aliased(Registration), func.jsonb_array_length(Event.slots) > 0
    ahead = and_(
        before.event_id == Registration.event_id,
        before.occurrence.is_not_distinct_from(Registration.occurrence),
        before.role.is_not_distinct_from(Registration.role) | ~has_roles,
        before.state == "waitlisted",
        tuple_(before.position, before.id) <= tuple_(Registration.position, Registration.id),
    )
    counted = (
        select(Registration.id, func.count(before.id))
        .join(Event, Event.id == Registration.event_id)
        .outerjoin(before, ahead)
        .where(Registration.id.in_(waiting))
        .group_by(Registration.id)
    )
    return {known: max(position, 1) for known, position in session.execute(counted)}
