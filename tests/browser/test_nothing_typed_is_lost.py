"""What somebody typed outlives another tab and the end of her session, with JavaScript off."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visits
from tests.browser.filling_in import STATEMENT, fill_in, submit
from tests.browser.test_posting import COORDINATOR, a_fair, communities
from tests.oracle import Consortium, Record

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]


def _holds(page: Page, fair: Record, **typed: str) -> None:
    """The form as it was filled in, with what was typed into it since."""
    day, start = fair["starts_local"].split("T")
    fields = {"title": fair["title"], "day": day, "start": start, "statement": STATEMENT} | typed
    assert {name: page.locator(f"#{name}").input_value() for name in fields} == fields
    assert page.locator("#community_ids input:checked").count() == len(fair["communities"])


def test_two_tabs_on_one_draft_lose_nothing_of_either(visit: Visits, consortium: Consortium) -> None:
    one, fair = visit(COORDINATOR), a_fair()
    other = one.context.new_page()
    one.goto("/events/new")
    fill_in(one, fair, communities(consortium))
    submit(one)
    address = one.url.removesuffix("/review")
    for page in (one, other):
        page.goto(f"{address}/edit")
    one.locator("#venue_name").fill("Upper hall")
    submit(one)
    typed = {"summary": "Bring a chair.\nAnd a friend.", "venue_name": "Lower hall", "street": "1 Elm & Oak"}
    for name, words in typed.items():
        other.locator(f"#{name}").fill(words)
    other.get_by_label("Families").check()
    submit(other)

    assert other.get_by_role("heading", level=1).inner_text() == "Somebody else changed it meanwhile"
    for words in ("Upper hall", "Lower hall", "Bring a chair."):
        assert words in other.locator("table").inner_text()
    one.reload()
    assert "Upper hall" in one.get_by_role("main").inner_text()
    other.get_by_role("button", name="Edit mine").click()
    _holds(other, fair, **typed)
    assert other.get_by_label("Families").is_checked()
    submit(other)
    other.goto(f"{address}/edit")
    _holds(other, fair, **typed)


def _signs_out_elsewhere(page: Page) -> None:
    other = page.context.new_page()
    other.goto("/my")
    other.get_by_role("button", name="Sign out").click()
    other.get_by_role("link", name="Sign in").first.wait_for()


def _forgets_the_cookie(page: Page) -> None:
    page.context.clear_cookies(name="session")


# Each is somebody of her own: who asks for many links in an hour is told to wait.
@pytest.mark.parametrize(("ends", "person"), [(_signs_out_elsewhere, "p-03"), (_forgets_the_cookie, "p-17")])
def test_a_session_that_ends_while_somebody_types_costs_her_nothing(
    ends: Callable[[Page], None], person: str, visit: Visits, consortium: Consortium
) -> None:
    page, fair, address = visit(), a_fair(), consortium.address(person)
    visit.sign_in(page, address)
    page.goto("/events/new")
    fill_in(page, fair, communities(consortium))
    page.locator("#summary").fill("Tea & <cake>.\nBring a friend.")
    ends(page)
    submit(page)

    assert page.get_by_role("heading", level=1).inner_text() == "You were signed out meanwhile"
    again = page.get_by_role("button", name="I am signed in again: go on")
    again.click()  # too early
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in (opens another tab)").click()
    visit.sign_in(opened.value, address, path=opened.value.url)
    again.click()
    page.wait_for_url("**/review")
    page.get_by_role("link", name="Edit it first").first.click()
    _holds(page, fair, summary="Tea & <cake>.\nBring a friend.")
