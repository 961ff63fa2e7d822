"""Signing up, waiting, accepting, and being checked in, in a real browser on a telephone, without JavaScript too."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Visits
from tests.browser.test_accessible import assert_accessible
from tests.browser.test_pages import office, published
from tests.browser.test_posting import COORDINATOR
from tests.end_to_end.people import Caller

__all__ = ["office"]

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

VOLUNTEER, STUDENT = "p-55", "p-56"


def _press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def test_one_place_goes_from_hand_to_hand_on_a_telephone(visit: Visits, office: Caller) -> None:
    event = published(office, capacity=1)
    first, second = visit(VOLUNTEER, width=PHONE), visit(STUDENT, width=PHONE)
    for page, words in ((first, "You have a place"), (second, "On the waiting list")):
        page.goto(f"/events/{event}")
        page.get_by_role("link", name="Sign up", exact=True).click()
        _press(page, "Sign up")
        expect(page.get_by_role("heading", level=1)).to_have_text(words)
    first.goto("/my")
    mine = first.locator(".places li", has=first.locator(f'a[href="/events/{event}"]'))
    mine.get_by_role("button").click()
    second.goto("/my")
    offered = second.locator(".places li", has=second.locator(f'a[href="/events/{event}"]'))
    expect(offered).to_contain_text("A place is offered to you")
    offered.get_by_role("button", name="Accept the place").click()
    expect(offered).to_contain_text("You have a place")


def test_pages_of_registrations_are_accessible_on_a_telephone(visit: Visits, office: Caller) -> None:
    event = published(office, capacity=2)
    stranger = visit(width=PHONE, javascript=True)
    stranger.goto(f"/events/{event}/sign-up")
    assert_accessible(stranger)
    stranger.locator("#name").fill("Maximiliana Featherstonehaugh-Wolfeschlegelsteinhausen")
    _press(stranger, "Sign up")
    expect(stranger.get_by_role("alert")).to_be_visible()
    assert_accessible(stranger)
    expect(stranger.locator("#name")).to_have_value("Maximiliana Featherstonehaugh-Wolfeschlegelsteinhausen")
    stranger.locator("#email").fill("maximiliana@example.org")
    _press(stranger, "Sign up")
    assert_accessible(stranger)
    staff = visit(COORDINATOR, width=PHONE, javascript=True)
    staff.goto(f"/events/{event}/check-in")
    assert_accessible(staff)
    _press(staff, "Is here")
    expect(staff.locator(".count")).to_contain_text("1 there, of 1 expected")
    staff.locator("#name").fill("Rosa")
    _press(staff, "Let in")
    expect(staff.locator(".count")).to_contain_text("2 there, of 2 expected")
    assert_accessible(staff)
    staff.goto("/my")
    assert_accessible(staff)
