"""The main job without a mouse and without JavaScript: from signing in to emails on their way."""

import json
import re
from datetime import date

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Visits
from tests.browser.filling_in import STATEMENT
from tests.browser.test_posting import PUBLISH, a_fair
from tests.end_to_end.people import Mailbox
from tests.oracle import Consortium
from tests.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

POSTS, FARTHEST = "p-05", 120
COMMUNITY = "North Riverfront neighborhoods"


def _tab_to(page: Page, css: str) -> None:
    """Press Tab until the focus is there."""
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        if page.locator(f"{css}:focus").count():
            return
    raise AssertionError(f"Tab never comes to {css} on {page.url}")


def _type(page: Page, field: str, words: str) -> None:
    _tab_to(page, f"#{field}")
    page.keyboard.type(words)


def _press(page: Page, words: str) -> None:
    """Enter, on the next link or button that says so."""
    _tab_to(page, f"main :is(a, button):text-matches({json.dumps(words)})")
    page.keyboard.press("Enter")


def _signs_in(page: Page, visit: Visits, address: str, mailbox: Mailbox) -> None:
    known = {email["id"] for email in mailbox.to(address)}
    _type(page, "email", address)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Look into your mail")
    page.goto(eventually(lambda: visit.link(address, known), within=10))
    _press(page, "^Sign in$")


def test_an_event_is_posted_reviewed_and_published_by_keyboard_alone(
    visit: Visits, consortium: Consortium, mailbox: Mailbox
) -> None:
    page, fair = visit(), a_fair()
    day, start = fair["starts_local"].split("T")
    on = date.fromisoformat(day)
    page.goto("/sign-in")
    _signs_in(page, visit, consortium.address(POSTS), mailbox)
    page.wait_for_url("**/my")
    _press(page, "^Post an event$")
    page.wait_for_url("**/events/new")

    _type(page, "title", fair["title"])
    _type(page, "summary", "Free screenings.")
    _type(page, "day", f"{on:%m%d%Y}")
    _type(page, "start", "1030AM")
    _type(page, "end", "1230PM")
    _type(page, "venue_name", "Parish hall 3")
    _tab_to(page, f'#community_ids .option:has(label:text-is("{COMMUNITY}")) input')
    page.keyboard.press("Space")
    for field, words in (("statement", STATEMENT), ("contact", "access@example.org")):
        _tab_to(page, f"#{field}")
        page.keyboard.press("Control+A")
        page.keyboard.type(words)
    typed = {name: page.locator(f"#{name}").input_value() for name in ("title", "day", "start", "end")}
    assert typed == {"title": fair["title"], "day": day, "start": start, "end": "12:30"}
    _press(page, "^Save and review$")

    page.wait_for_url("**/review")
    _press(page, PUBLISH["en"])
    page.wait_for_url(re.compile("/emails"))
    address = page.url.partition("/emails")[0]
    shown = visit()
    shown.goto(address)
    assert shown.get_by_role("heading", level=1).inner_text() == fair["title"]
    assert COMMUNITY in shown.get_by_role("main").inner_text()
