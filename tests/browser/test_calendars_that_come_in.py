"""Calendars that come in, and closed days: the way through their pages, and axe on each, on a phone, too."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Visits
from tests.browser.test_accessible import assert_accessible, open_all_folds
from tests.browser.test_posting import COORDINATOR
from tests.events.calendars import a_calendar, a_vevent
from tests.events.foreign_site import ForeignSite
from tests.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

LOOKS = [
    {"width": width, "language": language, "dark": dark}
    for width, language, dark in ((PHONE, "en", False), (PHONE, "es", True), (DESK, "en", True), (DESK, "es", False))
]


@pytest.fixture(scope="module")
def source(visit: Visits, site: ForeignSite) -> str:
    """A calendar whose rules say where what is, and of which kind; switched on, and read."""
    site.serves(a_calendar(a_vevent("a"), a_vevent("b", SUMMARY="Vision fair", LOCATION=""), a_vevent(SUMMARY="")))
    page = visit(COORDINATOR)
    page.goto("/calendars/new")
    page.locator("#title").fill("Pantry days")
    page.locator("#url").fill(site.url())
    page.locator("#venue_name").fill("Main hall")
    page.locator("#rule_0_word").fill("fair")
    page.locator("#rule_0_kind").select_option("health_fair")
    _press(page)
    expect(page.get_by_role("main")).to_contain_text("Health fair (it says “fair”)")
    expect(page.get_by_role("main")).to_contain_text("Main hall (by your rule)")
    _press(page)
    address = page.url
    eventually(lambda: _is_read(page), within=30)
    page.context.close()
    return address


def _press(page: Page) -> None:
    page.get_by_role("main").get_by_role("button").last.click()


def _is_read(page: Page) -> bool:
    page.reload()
    return page.get_by_text("have no title").is_visible()


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_page_of_a_calendar_is_accessible(look: dict[str, object], source: str, visit: Visits) -> None:
    page = visit(COORDINATOR, javascript=True, **look)  # type: ignore[arg-type]
    for address in ("/calendars", "/calendars/new", source, f"{source}/edit", f"{source}/preview"):
        page.goto(address)
        assert page.locator("html").get_attribute("lang") == look["language"]
        assert_accessible(page)
    page.goto("/calendars/new")
    _press(page)
    assert page.get_by_role("alert").is_visible()
    assert_accessible(page)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_an_event_that_came_in_says_from_where(look: dict[str, object], source: str, visit: Visits) -> None:
    page = visit(COORDINATOR, javascript=True, **look)  # type: ignore[arg-type]
    page.goto("/my")
    page.get_by_role("link", name="Vision fair").first.click()
    for address in (page.url, f"{page.url}/edit"):
        page.goto(address)
        open_all_folds(page)
        expect(page.locator(".provenance")).to_contain_text("Pantry days")
        assert_accessible(page)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_closed_days_are_named_and_struck_on_accessible_pages(look: dict[str, object], visit: Visits) -> None:
    page = visit(COORDINATOR, javascript=True, **look)  # type: ignore[arg-type]
    name = f"Retreat {look['width']} {look['language']}"
    page.goto("/calendars/closed-days")
    _press(page)
    assert page.get_by_role("alert").is_visible()
    assert_accessible(page)
    page.locator("#title").fill(name)
    page.locator("#first_day").fill("2031-03-10")
    page.locator("#last_day").fill("2031-03-12")
    _press(page)
    assert_accessible(page)
    row = page.get_by_role("listitem").filter(has_text=name)
    row.get_by_role("link").click()
    page.wait_for_url(re.compile("/calendars/closed-days/."))
    assert_accessible(page)
    _press(page)
    expect(page.get_by_role("main")).not_to_contain_text(name)
