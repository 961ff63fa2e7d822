"""The office announces: written, looked at, tested, sent and followed, without scripts, in two languages."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Visits
from tests.browser.test_accessible import assert_accessible
from tests.browser.test_posting import COORDINATOR
from tests.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

OFFICE, PARTNERS_ADMIN = "p-01", "p-06"


def _look(visit: Visits, page: Page, **look: Any) -> None:
    """The same page as a browser with scripts shows it."""
    checked = visit(OFFICE, **look, javascript=True)
    checked.goto(page.url)
    assert_accessible(checked)
    checked.context.close()


def _is_over(page: Page) -> bool:
    page.reload()
    return page.locator("#live").get_attribute("data-going-on") == "no"


@pytest.mark.parametrize(("width", "language"), [(PHONE, "es"), (DESK, "en")])
def test_the_office_writes_tests_and_sends_an_announcement(visit: Visits, width: int, language: str) -> None:
    look: dict[str, Any] = {"width": width, "language": language}
    page, title = visit(OFFICE, **look), f"The river fest {language}"
    page.goto("/my")
    page.get_by_role("main").locator('a[href="/announcements"]').click()
    page.locator('main a[href="/announcements/new"]').click()
    _look(visit, page, **look)
    page.locator("main form button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator("#target").select_option("members")
    page.locator("#title_en").fill(title)
    page.locator("#text_en").fill("Dear all,\n\nbring a friend.\nSee https://example.org/fest")
    page.locator("main form button").click()
    _look(visit, page, **look)
    page.locator('form[action$="/test"] button').click()
    expect(page.get_by_role("status")).to_be_visible()
    address = visit.consortium.address(OFFICE)
    subjects = {f"Test: {title}", f"Prueba: {title}"}
    eventually(lambda: {one["subject"] for one in visit.mailbox.to(address)} & subjects, within=20)
    page.locator('form[action$="/sending"] button').click()
    _look(visit, page, **look)
    eventually(lambda: _is_over(page), within=60)
    assert page.locator(".figures .bad").count() == 0
    page.goto("/announcements")
    expect(page.get_by_role("main")).to_contain_text(title)
    _look(visit, page, **look)


def test_what_is_for_the_office_is_not_for_others(visit: Visits) -> None:
    page = visit(PARTNERS_ADMIN)
    page.goto("/my")
    assert page.locator('a[href="/announcements"]').count() == 0
    for path in ("/announcements", "/announcements/new"):
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 403


@pytest.mark.parametrize(("width", "language"), [(PHONE, "es"), (DESK, "en")])
def test_a_host_chooses_when_people_are_reminded(visit: Visits, width: int, language: str) -> None:
    page = visit(COORDINATOR, width=width, language=language, javascript=True)
    page.goto("/events/new")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    chosen = page.locator('input[name="reminders"]:checked')
    expect(chosen).to_have_count(1)
    expect(chosen).to_have_value("1440")
    assert_accessible(page)
