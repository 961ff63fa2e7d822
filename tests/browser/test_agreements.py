"""Agreements at the browser: what is at risk stands first, is renewed in a minute, and every page is accessible."""

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, PHONE, Visits
from tests.browser.test_accessible import assert_accessible, open_all_folds

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

OFFICE = "p-01"


def _first_at_risk(page: Page) -> None:
    page.goto("/agreements")
    page.locator(".agreement.risky a").first.click()


@pytest.mark.parametrize(
    ("dark", "width", "language"),
    [(False, PHONE, "en"), (False, PHONE, "es"), (False, DESK, "es"), (True, DESK, "en")],
)
def test_every_page_of_agreements_is_accessible(dark: bool, width: int, language: str, visit: Visits) -> None:
    page = visit(OFFICE, language=language, width=width, dark=dark, javascript=True)
    for path in ("/agreements", "/agreements?q=nothing+like+it", "/agreements/new"):
        page.goto(path)
        assert page.locator("html").get_attribute("lang") == language
        assert_accessible(page)
    page.get_by_role("main").locator("form[method=post] button").click()
    page.wait_for_selector("[role=alert]")
    assert_accessible(page)
    _first_at_risk(page)
    address = page.url
    open_all_folds(page)
    assert_accessible(page)
    for path in ("/renewal", "/edit"):
        page.goto(address + path)
        assert_accessible(page)


def test_what_is_at_risk_is_renewed_in_a_minute_without_javascript(visit: Visits) -> None:
    page = visit(OFFICE)
    _first_at_risk(page)
    title = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="Renew it").click()
    assert page.get_by_label("What it is about").input_value().casefold() == title.casefold()
    page.get_by_role("button", name="Save the draft").click()
    assert page.get_by_role("heading", level=1).inner_text() == title
    for step in ("Hand it to those who must agree", "Every side has signed"):
        page.get_by_role("button", name=step).click()
    assert page.get_by_text("Signed, not yet begun").is_visible()
    page.get_by_role("link", name="The agreement before it").click()
    assert page.get_by_text("At risk").count() == 0
