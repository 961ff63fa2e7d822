"""A series at the browser, with JavaScript off: posted, looked at, one of it moved, another canceled."""

from datetime import date, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, PHONE, Visits
from tests.browser.filling_in import fill_in, submit
from tests.browser.test_accessible import assert_accessible, open_all_folds
from tests.browser.test_posting import COORDINATOR, a_fair, communities
from tests.oracle import Consortium

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def test_a_series_is_posted_and_one_of_it_is_moved_and_another_canceled(
    visit: Visits, consortium: Consortium
) -> None:
    page, fair = visit(COORDINATOR), a_fair()
    first = date.fromisoformat(fair["starts_local"][:10])
    page.goto("/events/new")
    fill_in(page, fair, communities(consortium))
    page.locator("#repeats").evaluate("one => one.closest('details').open = true")
    page.locator("#repeats").select_option("WEEKLY")
    page.locator("#repeats_count").fill("4")
    page.locator("#repeats_not").fill(str(first + timedelta(weeks=1)))
    submit(page)
    assert page.url.endswith("/review")
    assert "4 times" in page.locator("main").inner_text()
    address = page.url.removesuffix("/review")
    page.get_by_role("main").get_by_role("button").click()

    page.goto(address)
    times = page.locator("ul.times li")
    expect(times).to_have_count(3)
    assert [_day(each) for each in times.locator("time").all()] == [
        first + timedelta(weeks=week) for week in (0, 2, 3)
    ]
    times.nth(0).get_by_role("link").click()
    page.locator("#why").fill("The hall is flooded.")
    page.get_by_role("button", name="Cancel this one").click()
    assert "/emails" in page.url
    page.goto(address)
    expect(times.nth(0)).to_contain_text("The hall is flooded.")
    times.nth(1).get_by_role("link").click()
    page.locator("#day").fill(str(first + timedelta(weeks=2, days=1)))
    page.get_by_role("button", name="Move it").click()
    page.goto(address)
    expect(times.nth(1)).to_contain_text("Moved")
    times.nth(2).get_by_role("link").click()
    page.get_by_role("link", name="Change this one and all that follow").click()
    page.locator("#title").fill("Another fair")
    submit(page)
    page.get_by_role("button", name="Save").click()
    page.goto(address)
    assert "Another fair" in page.locator("h1").inner_text()
    expect(times.nth(1)).to_contain_text(fair["title"])
    expect(times).to_have_count(3)

    for width in (PHONE, DESK):
        look = visit(COORDINATOR, width=width, javascript=True)
        for path in (address, f"{address}/edit"):
            look.goto(path)
            open_all_folds(look)
            assert_accessible(look)
        look.goto(address)
        look.locator("ul.times a").last.click()
        assert_accessible(look)


def _day(time: object) -> date:
    return datetime.fromisoformat(time.get_attribute("datetime")).date()  # type: ignore[attr-defined]
