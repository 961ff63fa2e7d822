"""The pictures of the README, taken anew when PLEXUS_SCREENSHOTS=1; otherwise only that there is something to see."""

import os
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import PHONE, Visits
from tests.browser.filling_in import fill_in, submit
from tests.browser.test_posting import COORDINATOR, a_fair, communities
from tests.oracle import Consortium
from tests.stacks import PROJECT

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

PICTURES = PROJECT / "docs" / "screenshots"


def take(page: Page, name: str) -> None:
    assert page.get_by_role("heading", level=1).is_visible()
    if os.environ.get("PLEXUS_SCREENSHOTS") == "1":
        PICTURES.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=PICTURES / f"{name}.png")


def test_the_tour_of_the_readme(visit: Visits, consortium: Consortium) -> None:
    page = visit(COORDINATOR)
    for path, name in (("/", "calendar"), (f"/calendar/{_next_month()}", "month"), ("/my", "my-events")):
        page.goto(path)
        take(page, name)

    page.goto("/events/new")
    fair = a_fair(in_days=_days_to_a_saturday()) | {"title": "Saturday blood pressure checks"}
    fill_in(page, fair, communities(consortium))
    page.locator("#title").focus()
    page.evaluate("scrollTo(0, 0)")
    take(page, "form")
    submit(page)
    take(page, "review")
    page.get_by_role("main").get_by_role("button").click()
    page.locator(".figures .good strong").wait_for(timeout=30_000)
    take(page, "emails")
    page.goto(page.url.partition("/emails")[0])
    take(page, "event")

    for name, person, look in (
        ("calendar-phone-es", None, {"language": "es", "width": PHONE}),
        ("calendar-dark", None, {"dark": True}),
    ):
        other = visit(person, **look)
        other.goto("/")
        take(other, name)


def _days_to_a_saturday() -> int:
    return 14 + (5 - datetime.now(ZoneInfo("America/Chicago")).weekday()) % 7


def _next_month() -> str:
    today = datetime.now(UTC).date()
    return f"{today.year + today.month // 12}-{today.month % 12 + 1:02}"
