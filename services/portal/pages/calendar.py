"""The public calendar: a list first, and a month as a table."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.portal.calendar_filters import FILTERS, asked, feed, kept, options
from services.portal.clients import Refused
from services.portal.occasions import as_shown
from services.portal.rendering import page
from services.portal.visitor import Anybody
from shared import clock, dates
from shared.settings import settings

router = APIRouter()

_ON_A_PAGE = 30
_WEEK = 7

Event = dict[str, Any]


@router.get("/")
def show_list(visitor: Anybody) -> Response:
    """The coming events, by day."""
    _ = visitor.gettext
    wanted = asked(visitor)
    notice, narrowing = "", dict(wanted)
    try:
        found = visitor.api.get(
            "/occurrences", limit=_ON_A_PAGE, cursor=visitor.request.query_params.get("cursor"), **wanted
        )
    except Refused:
        notice, narrowing = _("Part of this address could not be understood, so everything is shown."), {}
        found = visitor.api.get("/occurrences", limit=_ON_A_PAGE)
    days: dict[date, list[Event]] = defaultdict(list)
    for event in map(as_shown, found["items"]):
        days[max(_first_day(event), _begin(narrowing))].append(event)
    return page(
        visitor,
        "calendar.html",
        title=_("Coming events") if not narrowing else _("Events that fit"),
        days=sorted(days.items()),
        notice=notice,
        values={name: narrowing.get(name, "") for name in FILTERS},
        narrowed=bool(narrowing.keys() - {"q"}),
        options=options(visitor),
        feed=feed(visitor, narrowing),
        month=f"{_begin(narrowing):%Y-%m}",
        kept=kept(narrowing),
        next=f"/?{urlencode({**narrowing, 'cursor': found['next']})}" if found["next"] else None,
    )


@router.get("/calendar/{month}")
def show_month(visitor: Anybody, month: str) -> Response:
    """One month, as a table of weeks."""
    try:
        first = datetime.strptime(f"{month}-01", "%Y-%m-%d").date()  # noqa: DTZ007
        before, after = first - timedelta(days=1), (first + timedelta(days=31)).replace(day=1)
    except (ValueError, OverflowError) as error:
        raise HTTPException(404) from error
    wanted = {name: value for name, value in asked(visitor).items() if name not in {"from", "to"}}
    by_day: dict[date, list[Event]] = defaultdict(list)
    last = after - timedelta(days=1)
    try:
        events = list(map(as_shown, visitor.api.every("/occurrences", **{"from": first, "to": last}, **wanted)))
    except Refused as refused:
        raise HTTPException(404) from refused
    for event in events:
        for day in _days_of(event, first, last):
            by_day[day].append(event)
    return page(
        visitor,
        "month.html",
        title=dates.month(first, visitor.language),
        weeks=_weeks(first, last, by_day),
        today=_today(),
        before=f"{before:%Y-%m}",
        before_title=dates.month(before, visitor.language),
        after=f"{after:%Y-%m}",
        after_title=dates.month(after, visitor.language),
        kept=kept(wanted),
    )


def _today() -> date:
    return clock.now().astimezone(ZoneInfo(settings().time_zone)).date()


def _begin(narrowing: dict[str, str]) -> date:
    try:
        return date.fromisoformat(narrowing.get("from", ""))
    except ValueError:
        return _today()


def _first_day(event: Event) -> date:
    """The day on which it begins, by the wall of its own place."""
    return datetime.fromisoformat(event["starts_at"]).astimezone(ZoneInfo(event["time_zone"])).date()


def _days_of(event: Event, first: date, last: date) -> list[date]:
    end = datetime.fromisoformat(event["ends_at"]).astimezone(ZoneInfo(event["time_zone"])) - timedelta(seconds=1)
    begin, end_day = max(_first_day(event), first), min(end.date(), last)
    return [begin + timedelta(days=ahead) for ahead in range((end_day - begin).days + 1)]


def _weeks(first: date, last: date, by_day: dict[date, list[Event]]) -> list[list[dict[str, Any]]]:
    """The weeks that a month touches, from Sunday on."""
    sunday = first - timedelta(days=first.isoweekday() % _WEEK)
    weeks = []
    while sunday <= last:
        week = [sunday + timedelta(days=ahead) for ahead in range(_WEEK)]
        weeks.append([{"on": on, "inside": first <= on <= last, "events": by_day.get(on, [])} for on in week])
        sunday += timedelta(days=_WEEK)
    return weeks
