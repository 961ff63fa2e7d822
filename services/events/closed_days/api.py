"""Closed days at the HTTP door."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.events.asking import Acting
from services.events.closed_days import actions
from services.events.closed_days.models import ClosedDays
from services.events.closed_days.schemas import ClosedDaysFilters, ClosedDaysPatch, ClosedDaysShown, NewClosedDays
from shared.api.application import router
from shared.api.door import IfMatch, InTransaction, match, tagged
from shared.api.paging import Listing, after, cursor

closed_days = router("coordination")


@closed_days.get("/api/v1/calendars/closed-days")
def list_closed_days(
    session: InTransaction, viewer: Acting, filters: Annotated[ClosedDaysFilters, Query()]
) -> Listing[ClosedDaysShown]:
    """Days on which partners are closed, or everybody, soonest first."""
    place = after(filters.cursor, date.fromisoformat, UUID)
    found = actions.list_days(session, viewer, filters.partner, filters.since, place, filters.limit + 1)
    shown = [ClosedDaysShown.model_validate(days) for days in found[: filters.limit]]
    more = len(found) > filters.limit
    return Listing(items=shown, next=cursor(shown[-1].first_day, shown[-1].id) if more else None)


@closed_days.post("/api/v1/calendars/closed-days", status_code=201)
def name_closed_days(
    session: InTransaction, viewer: Acting, given: NewClosedDays, response: Response
) -> ClosedDaysShown:
    """Name days on which a partner is closed; the office names those on which everybody is."""
    days = actions.name(session, viewer, given)
    response.headers["Location"] = f"/api/v1/calendars/closed-days/{days.id}"
    return _shown(days, response)


@closed_days.get("/api/v1/calendars/closed-days/{days_id}")
def show_closed_days(session: InTransaction, viewer: Acting, days_id: UUID, response: Response) -> ClosedDaysShown:
    """Days in a row on which somebody is closed."""
    return _shown(actions.find(session, viewer, days_id), response)


@closed_days.patch("/api/v1/calendars/closed-days/{days_id}")
def change_closed_days(
    session: InTransaction,
    viewer: Acting,
    days_id: UUID,
    patch: ClosedDaysPatch,
    expected: IfMatch,
    response: Response,
) -> ClosedDaysShown:
    """Change what closed days are called, or when they are."""
    days = actions.find_own(session, viewer, days_id)
    match(expected, days.version)
    actions.change(session, viewer, days, patch)
    return _shown(days, response)


@closed_days.delete("/api/v1/calendars/closed-days/{days_id}", status_code=204)
def strike_closed_days(session: InTransaction, viewer: Acting, days_id: UUID, expected: IfMatch) -> None:
    """Strike closed days; nobody who plans is told of them any longer."""
    days = actions.find_own(session, viewer, days_id)
    match(expected, days.version)
    actions.strike(session, viewer, days)


def _shown(days: ClosedDays, response: Response) -> ClosedDaysShown:
    tagged(response, days.version)
    return ClosedDaysShown.model_validate(days)
