"""An event of two days with sessions, and places by role, at the browser: posted, looked at, changed."""

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Visits
from tests.browser.filling_in import fill_in, submit
from tests.browser.test_accessible import assert_accessible, open_all_folds
from tests.browser.test_posting import COORDINATOR, a_fair, communities
from tests.oracle import Consortium, Record

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def test_an_event_of_two_days_is_posted_with_its_sessions_and_its_places_by_role(
    visit: Visits, consortium: Consortium
) -> None:
    page, fair = visit(COORDINATOR), a_fair()
    address = _posted(page, fair, consortium)

    page.goto(address)
    sessions = page.locator("ul.times > li")
    expect(sessions).to_have_count(2)
    expect(sessions.nth(0)).to_contain_text("Opening")
    expect(sessions.nth(1)).to_contain_text("Bus tour")
    expect(sessions.nth(1)).to_contain_text("Garage 2 · 40 places")
    expect(page.locator(".card")).to_contain_text("Interpreters: 4 places")
    expect(page.locator(".card")).to_contain_text("Medical students: 12 places")

    _look(visit, address)
    page.goto(f"{address}/review")
    page.get_by_role("main").get_by_role("button").click()
    page.goto(f"{address}/edit")
    submit(page)
    expect(page.locator(".notice")).to_contain_text("Nothing is different.")
    page.get_by_role("button", name="Back to the form").click()
    page.locator("#session_1_place").fill("Garage 3")
    _role(page, 0, "", "")
    submit(page)
    changed = page.locator("table.both tbody tr")
    assert [row.locator("th").inner_text() for row in changed.all()] == ["Days and sessions", "Places by role"]
    _shoot(page, "change")
    page.get_by_role("button", name="Save").click()
    page.goto(address)
    expect(sessions.nth(1)).to_contain_text("Garage 3")
    expect(page.locator(".card")).not_to_contain_text("Interpreters")


def _posted(page: Page, fair: Record, consortium: Consortium) -> str:
    """Its address, once everything that was wrong with it has been said beside its field."""
    first = date.fromisoformat(fair["starts_local"][:10])
    second = first + timedelta(days=1)
    page.goto("/events/new")
    fill_in(page, fair, communities(consortium))
    page.locator("#last_day").fill(str(second))
    page.locator("#end").fill("17:00")
    _open(page)
    page.locator("#sign_up_required").check()
    page.locator("#sign_up_closes").fill(f"{first - timedelta(days=1)}T17:00")
    page.locator("#sign_up_walk_ins").uncheck()
    _role(page, 0, "Interpreters", "4")
    _role(page, 2, "Medical students", "12")
    _session(page, 1, "Bus tour", f"{second}T10:00", f"{second}T09:00")
    _session(page, 3, "Opening", f"{first}T{fair['starts_local'][11:]}", f"{first}T{fair['ends_local'][11:]}")
    submit(page)
    # Sorted by when they begin; what was typed is there, and the flaw is beside its field.
    assert page.locator("#session_1_title").input_value() == "Bus tour"
    expect(page.locator("#session_1_ends-flaw")).to_be_visible()
    page.locator("#session_1_ends").fill(f"{second}T18:00")
    submit(page)
    # What the API finds stands beside its field, too.
    expect(page.locator("#session_1_begins-flaw")).to_contain_text("not within the times of the event")
    page.locator("#session_1_ends").fill(f"{second}T12:00")
    page.locator("#session_1_place").fill("Garage 2")
    page.locator("#session_1_places").fill("40")
    submit(page)
    assert page.url.endswith("/review")
    return page.url.removesuffix("/review")


def _look(visit: Visits, address: str) -> None:
    for width in (PHONE, DESK):
        for language in ("en", "es"):
            look = visit(COORDINATOR, width=width, language=language, javascript=True)
            for name, path in (("page", address), ("form", f"{address}/edit")):
                look.goto(path)
                open_all_folds(look)
                assert_accessible(look)
                _shoot(look, f"{name}-{width}-{language}")


def _open(page: Page) -> None:
    for field in ("#sign_up_required", "#session_0_title"):
        page.locator(field).evaluate("one => one.closest('details').open = true")


def _role(page: Page, at: int, role: str, places: str) -> None:
    page.locator(f"#slot_{at}_role").fill(role)
    page.locator(f"#slot_{at}_places").fill(places)


def _session(page: Page, at: int, title: str, begins: str, ends: str) -> None:
    for field, typed in (("title", title), ("begins", begins), ("ends", ends)):
        page.locator(f"#session_{at}_{field}").fill(typed)


def _shoot(page: Page, name: str) -> None:
    if folder := os.environ.get("PLEXUS_LOOKS"):
        page.screenshot(path=Path(folder) / f"days-{name}.png", full_page=True)
