"""Following, confirming, and looking after one's emails: without scripts, by keyboard, in two languages."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Visits
from tests.browser.test_accessible import assert_accessible
from tests.browser.test_pages import office, published
from tests.browser.test_posting import COORDINATOR
from tests.end_to_end.people import Caller
from tests.waiting import eventually

__all__ = ["office"]

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def _letter(visit: Visits, address: str) -> str:
    """Where the button of the email leads that asks an address."""

    def found() -> str | None:
        for email in visit.mailbox.to(address):
            if link := re.search(r"\S+/links/following/[\w-]+", email["text"]):
                return link[0]
        return None

    return str(eventually(found, within=60))


def _press(page: Page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


@pytest.mark.parametrize(("width", "language"), [(PHONE, "es"), (DESK, "en")])
def test_a_stranger_follows_confirms_and_looks_after_it_on_pages_for_everybody(
    visit: Visits, office: Caller, width: int, language: str
) -> None:
    event, address = published(office, title=f"River walk {language}"), f"gil-{language}@example.net"
    look: dict[str, Any] = {"width": width, "language": language}
    page, checked = visit(**look), visit(**look, javascript=True)
    page.goto(f"/events/{event}")
    page.locator('a[href^="/follow?kind=partner"]').click()
    checked.goto(page.url)
    assert_accessible(checked)
    page.locator("#email").fill("not an address")
    page.locator("main form button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator("#email").fill(address)
    page.locator("#frequency-daily").check()
    page.locator("main form button").click()
    assert page.url.endswith("/follow/sent")
    link = _letter(visit, address)
    for one in (page, checked):
        one.goto(link)
    assert_accessible(checked)
    page.locator('button[value="yes"]').click()
    expect(page.get_by_role("status")).to_contain_text(address)
    page.get_by_role("main").locator("a.button").click()
    checked.goto(page.url)
    assert_accessible(checked)
    expect(page.locator("select[name=frequency]")).to_have_value("daily")
    page.locator("select[name=frequency]").select_option("weekly")
    page.locator(".switches button.second").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator("select[name=frequency]")).to_have_value("weekly")
    page.locator("#quiet_start").fill("21:00")
    page.locator("form:has(#quiet_start) button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator("#quiet_start").fill("21:00")
    page.locator("#quiet_end").fill("07:00")
    page.locator("form:has(#quiet_start) button").click()
    expect(page.locator("#quiet_end")).to_have_value("07:00")
    page.locator(".switches button.plain").click()
    expect(page.locator(".switches")).to_have_count(0)


def test_it_was_somebody_else(visit: Visits) -> None:
    page, address = visit(width=PHONE), "hal@example.net"
    page.goto("/follow")
    page.locator("#email").fill(address)
    page.keyboard.press("Enter")
    page.wait_for_url("**/follow/sent")
    link = _letter(visit, address)
    page.goto(link)
    _press(page, "This was not me")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nobody will ask you again")
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("This link does not work any more")


@pytest.mark.parametrize(("width", "language"), [(PHONE, "en"), (DESK, "es")])
def test_whoever_has_an_account_has_one_page_for_all_of_it(
    visit: Visits, office: Caller, width: int, language: str
) -> None:
    page = visit(COORDINATOR, width=width, language=language, javascript=True)
    page.goto("/follow")
    assert_accessible(page)
    page.locator("main form button").click()
    assert "/my/emails" in page.url
    assert_accessible(page)
    page.locator("#kind-changes").select_option("daily")
    page.locator("form:has(#kind-changes) button").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator("#kind-changes")).to_have_value("daily")
    page.locator("#kind-changes").select_option("")
    page.locator("form:has(#kind-changes) button").click()
    page.locator("#muted_until").fill("2030-01-31")
    page.locator("form:has(#muted_until) button").click()
    expect(page.locator("#muted_until")).to_have_value("2030-01-31")
    page.locator("#muted_until").fill("")
    page.locator("form:has(#muted_until) button").click()
    page.goto("/my")
    page.locator('a[href$="/followers"]').first.click()
    assert_accessible(page)
    assert "@" not in page.locator("main").inner_text()


def test_what_one_follows_is_stopped_by_keyboard_alone(visit: Visits) -> None:
    page = visit("p-55")
    page.goto("/follow?kind=topic&id=Diabetes")
    page.locator("#frequency-weekly").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/my/emails")
    before = page.locator(".switches > li").count()
    page.locator(".switches > li").last.get_by_role("button", name="Stop following").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/my/emails?saved=1")
    assert page.locator(".switches > li").count() == before - 1
