"""A week with sessions: days chosen, groups assigned, and a sheet for each day, in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Visits
from tests.browser.test_accessible import assert_accessible, open_all_folds
from tests.browser.test_pages import office, published
from tests.browser.test_posting import COORDINATOR
from tests.end_to_end.people import Caller

__all__ = ["office"]

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

VOLUNTEER, STUDENT = "p-55", "p-57"
GROUPS = [
    {"name": "Group A", "capacity": 1, "venue": {"name": "Riverbend Clinic", "street": "12 River Street"}},
    {"name": "Group B", "capacity": 4, "venue": {"name": "La Unión", "locality": "St. Louis"}},
]


def _a_week(office: Caller) -> str:
    sessions: list[dict[str, Any]] = [
        {"title": "Lectures", "starts_local": "2027-06-05T09:00", "ends_local": "2027-06-05T15:00", "capacity": 9},
        {"title": "Bus tour", "starts_local": "2027-06-06T09:00", "ends_local": "2027-06-06T15:00", "capacity": 1},
        {
            **{"title": "Clinics", "starts_local": "2027-06-07T09:00", "ends_local": "2027-06-07T15:00"},
            **{"groups": GROUPS, "groups_by_choice": True},
        },
    ]
    times = {"starts_at": "2027-06-05T08:00:00-05:00", "ends_at": "2027-06-07T16:00:00-05:00"}
    return published(office, **times, time_zone="America/Chicago", sessions=sessions)


def _press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name).first.click()


def test_days_are_chosen_and_changed_groups_assigned_and_everybody_found_on_the_sheet(
    visit: Visits, office: Caller
) -> None:
    event = _a_week(office)
    first, second, staff = visit(VOLUNTEER, width=PHONE), visit(STUDENT, width=PHONE), visit(COORDINATOR)
    first.goto(f"/events/{event}/sign-up")
    first.get_by_label("With which group").select_option("Group A")
    _press(first, "Sign up")
    expect(first.get_by_role("main")).to_contain_text("Riverbend Clinic, 12 River Street")
    second.goto(f"/events/{event}/sign-up")
    _press(second, "Sign up")
    expect(second.get_by_role("main")).to_contain_text("Full: you are number 1 in line")

    first.goto("/my")
    mine = first.locator(".places > li", has=first.locator(f'a[href="/events/{event}"]'))
    mine.get_by_role("link", name="Change days").click()
    first.get_by_label("Bus tour").uncheck()
    _press(first, "Save")
    second.goto("/my")
    expect(second.locator(".places > li", has_text="Bus tour").first).not_to_contain_text("Full")

    staff.goto(f"/events/{event}")
    staff.get_by_role("link", name="Groups", exact=True).click()
    expect(staff.get_by_text("no group yet")).to_have_count(1)
    _press(staff, "Spread those without a group evenly")
    expect(staff.get_by_text("no group yet")).to_have_count(0)
    staff.get_by_role("link", name="Check in").click()
    staff.get_by_label("Which day").select_option(label="Clinics, Mon, Jun 7, 2027, 9:00 AM CDT")
    _press(staff, "Find")
    staff.get_by_label("Which group").select_option("Group B")
    _press(staff, "Find")
    expect(staff.locator(".count")).to_contain_text("0 there, of 1 expected")
    _press(staff, "Is here")
    expect(staff.locator(".count")).to_contain_text("1 there, of 1 expected")


@pytest.mark.parametrize(("width", "language"), [(PHONE, "es"), (DESK, "en")])
def test_the_pages_of_days_and_groups_are_accessible(
    visit: Visits, office: Caller, width: int, language: str
) -> None:
    look: dict[str, Any] = {"width": width, "language": language, "javascript": True}
    event = _a_week(office)
    stranger, staff = visit(**look), visit(COORDINATOR, **look)
    stranger.goto(f"/events/{event}/sign-up")
    assert_accessible(stranger)
    for box in stranger.get_by_role("checkbox").all():
        box.uncheck()
    stranger.locator("#name").fill("Maximiliana Featherstonehaugh-Wolfeschlegelsteinhausen")
    stranger.locator("#email").fill(f"maximiliana-{language}@example.org")
    stranger.locator("main form button").last.click()
    expect(stranger.locator("#days-flaw")).to_be_visible()
    assert_accessible(stranger)
    for box in stranger.get_by_role("checkbox").all():
        box.check()
    stranger.locator("main form button").last.click()
    assert_accessible(stranger)
    for path in (f"/events/{event}/groups", f"/events/{event}/check-in", f"/events/{event}/edit"):
        staff.goto(path)
        open_all_folds(staff)
        assert_accessible(staff)
    member = visit(VOLUNTEER, **look)
    member.goto("/my")
    assert_accessible(member)
    member.locator('a[href$="/days"]').first.click()
    assert_accessible(member)
