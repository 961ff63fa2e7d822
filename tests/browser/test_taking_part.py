"""Asking for what one needs, and giving an event's numbers, in a real browser, on a telephone and at a desk."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Visits
from tests.browser.test_accessible import assert_accessible
from tests.browser.test_pages import office, published
from tests.browser.test_posting import COORDINATOR
from tests.end_to_end.people import Caller

__all__ = ["office"]

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

VOLUNTEER = "p-55"


def _ended(caller: Caller, external_id: str) -> str:
    record = {
        "external_id": external_id,
        "state": "ended",
        "title": "Night clinic",
        "host_id": caller.ids["wusm-odp"],
        "starts_local": "2026-06-05T10:00",
        "ends_local": "2026-06-05T12:00",
        "time_zone": "America/Chicago",
        "venue": {"name": "Parish hall"},
    }
    items = caller.post("/imports/events", {"records": [record]})["items"]
    return str(items[0]["id"])


def _press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize(("width", "language"), [(PHONE, "en"), (DESK, "es")])
def test_the_pages_of_requests_and_numbers_are_accessible(
    visit: Visits, office: Caller, width: int, language: str
) -> None:
    look: dict[str, Any] = {"width": width, "language": language, "javascript": True}
    event = published(office)
    volunteer, staff = visit(VOLUNTEER, **look), visit(COORDINATOR, **look)
    volunteer.goto(f"/events/{event}/accommodation")
    assert_accessible(volunteer)
    volunteer.get_by_role("main").get_by_role("button").click()
    expect(volunteer.get_by_role("alert")).to_be_visible()
    assert_accessible(volunteer)
    volunteer.locator("#details").fill("Live captions, in English.")
    volunteer.get_by_role("main").get_by_role("button").click()
    assert_accessible(volunteer)
    staff.goto(volunteer.url)
    assert_accessible(staff)
    ended = _ended(office, f"night-{language}")
    for path in ("/accommodations", "/my", f"/events/{ended}/numbers"):
        staff.goto(path)
        assert_accessible(staff)
    staff.locator("#attended").fill("41")
    staff.locator("form[action$='/numbers'] button").click()
    expect(staff.locator("table")).to_be_visible()
    assert_accessible(staff)


def test_a_request_goes_from_who_asks_to_who_arranges_and_back(visit: Visits, office: Caller) -> None:
    event = published(office, title="Garden walk")
    volunteer, staff = visit(VOLUNTEER, width=PHONE), visit(COORDINATOR)
    volunteer.goto(f"/events/{event}")
    volunteer.get_by_role("link", name="Ask for what you need to take part").click()
    volunteer.get_by_label("A way without steps").check()
    volunteer.get_by_label("In your own words").fill("From the bus stop to the garden.")
    _press(volunteer, "Ask for it")
    expect(volunteer.get_by_text("The next answer is due")).to_be_visible()

    staff.goto("/my")
    staff.get_by_role("link", name="to take part").click()
    staff.get_by_role("link", name="Garden walk").click()
    expect(staff.get_by_text("From the bus stop to the garden.")).to_be_visible()
    for move in ("I have read it", "I am arranging it"):
        _press(staff, move)
    _press(staff, "Offer something else")
    expect(staff.get_by_role("alert")).to_be_visible()
    staff.get_by_label("What you want to say with it").fill("A car from the stop.")
    _press(staff, "Offer something else")

    volunteer.goto("/accommodations")
    volunteer.get_by_role("link", name="Garden walk").click()
    expect(volunteer.get_by_text("A car from the stop.")).to_be_visible()
    _press(volunteer, "Accept what is offered")
    expect(volunteer.get_by_text("Confirmed", exact=True)).to_be_visible()
    stranger = visit()
    stranger.goto(volunteer.url)
    assert "/sign-in" in stranger.url


def test_missing_numbers_are_given_and_corrected(visit: Visits, office: Caller) -> None:
    event = _ended(office, "night-numbers")
    page = visit(COORDINATOR)
    page.goto(f"/events/{event}")
    page.get_by_role("link", name="Numbers", exact=True).click()
    expect(page.get_by_text("The numbers are missing.")).to_be_visible()
    page.get_by_label("Yes").check()
    page.get_by_label("People who came").fill("forty")
    page.get_by_label("What else should be known").fill("Rain all day.")
    _press(page, "Keep the numbers")
    expect(page.get_by_role("alert")).to_contain_text("Write a whole number.")
    expect(page.get_by_label("What else should be known")).to_have_value("Rain all day.")
    page.get_by_label("People who came").fill("40")
    _press(page, "Keep the numbers")
    expect(page.locator("tfoot")).to_contain_text("40")
    page.get_by_label("People who came").fill("41")
    _press(page, "Keep the numbers")
    expect(page.locator("tfoot")).to_contain_text("41")
    expect(page.get_by_text("Corrected once.")).to_be_visible()
