"""Needs at the browser: raised, taken up, published, answered by both sides; every page is accessible."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, Visits
from tests.browser.test_accessible import assert_accessible, open_all_folds

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

OFFICE, PANTRY = "p-01", "p-34"


def _open(page: Page, title: str) -> None:
    page.goto("/needs")
    page.get_by_role("link", name=title).click()


@pytest.mark.parametrize(
    ("dark", "width", "language"),
    [(False, PHONE, "en"), (False, PHONE, "es"), (False, DESK, "es"), (True, DESK, "en")],
)
def test_every_page_of_needs_is_accessible(dark: bool, width: int, language: str, visit: Visits) -> None:
    page = visit(OFFICE, language=language, width=width, dark=dark, javascript=True)
    for path in ("/needs", "/needs?q=nothing+like+it", "/needs/new"):
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == language
        assert_accessible(page)
    page.get_by_role("main").locator("form[method=post] button").click()
    page.wait_for_selector("[role=alert]")
    assert_accessible(page)
    for title in ("Interpreters for clinic visits in Spanish", "Fresh food for families between pantry days"):
        _open(page, title)
        open_all_folds(page)
        assert_accessible(page)


def test_a_need_is_raised_taken_up_published_and_answered_by_both_sides_without_javascript(visit: Visits) -> None:
    title = "Somebody who interprets at the pantry"
    raising, office = visit(PANTRY), visit(OFFICE)
    raising.goto("/needs/new")
    raising.get_by_label("What is needed").fill(title)
    raising.get_by_label("Where").select_option(label="Southside newcomer neighborhoods")
    raising.get_by_label("Health Communication").check()
    raising.get_by_role("button", name="Raise it").click()
    assert raising.get_by_text("Raised, not looked at yet").is_visible()

    _open(office, title)
    for step in ("Take it up", "Publish it"):
        office.get_by_role("button", name=step).click()
    assert office.get_by_text("Works in Southside newcomer neighborhoods").first.is_visible()
    office.get_by_role("button", name="Propose it (Certified medical interpreters, Spanish)").click()
    assert office.get_by_text("Neither side has answered yet.").is_visible()

    raising.reload()
    raising.get_by_role("button", name="Yes, we want this help").click()
    assert raising.get_by_text("Waiting for those who give.").is_visible()
    office.reload()
    office.get_by_role("button", name="Yes, we give this").click()
    assert office.get_by_text("Somebody can help").is_visible()
    stranger = visit()
    _open(stranger, title)
    assert stranger.get_by_role("button", name="Propose").count() == 0
