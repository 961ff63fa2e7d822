"""An event that must be reviewed: submitted, sent back with a note, submitted again, approved, and postponed."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Visits
from tests.browser.filling_in import fill_in, submit
from tests.browser.test_accessible import assert_accessible, open_all_folds
from tests.browser.test_posting import a_fair, communities
from tests.end_to_end.people import Mailbox
from tests.oracle import Consortium, Record
from tests.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(400)]

# She runs the partner, he reviews for it.
ADMIN, REVIEWER = "p-03", "p-23"
PICTURES = os.environ.get("REVIEWING_PICTURES")


def _look(page: Page, name: str) -> None:
    """The page as it is: accessible, and no wider than its screen, on a telephone, too."""
    open_all_folds(page)
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 900})
        assert_accessible(page)
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


def _rule(page: Page, words: str) -> None:
    page.goto("/reviews")
    page.get_by_role("main").get_by_role("link").filter(has_not_text="All partners").last.click()
    page.get_by_label(words, exact=True).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Saved.")


def _told(mailbox: Mailbox, address: str, title: str, times: int) -> None:
    """So many emails about it have come to her, and no more."""
    eventually(
        lambda: (
            len([each for each in mailbox.to(address) if title in each["subject"] or title in each["text"]]) == times
        ),
        within=20,
    )


def _submitted(host: Page, reviewer: Page, fair: Record, consortium: Consortium) -> str:
    """The address of an event that a reviewer reads."""
    host.goto("/events/new")
    fill_in(host, fair, communities(consortium))
    submit(host)
    assert host.url.endswith("/review")
    _look(host, "submit")
    host.locator("#note").fill("The hall is not confirmed yet.")
    host.get_by_role("button", name="Submit for review: 1 person will be asked").click()
    assert "It is not in the calendar yet." in host.get_by_role("main").inner_text()
    address = host.url
    reviewer.goto("/reviews")
    _look(reviewer, "waiting")
    reviewer.get_by_role("link", name=fair["title"]).click()
    assert "The hall is not confirmed yet." in reviewer.get_by_role("main").inner_text()
    _look(reviewer, "answer")
    return address


def _sent_back(reviewer: Page) -> None:
    reviewer.get_by_role("button", name="Ask for changes").click()
    expect(reviewer.locator("#note-flaw")).to_be_visible()
    reviewer.locator("#note").fill("Confirm the hall first.")
    reviewer.get_by_role("button", name="Ask for changes").click()
    expect(reviewer.get_by_role("heading", level=1)).to_have_text("Waiting for my review")


def _postponed_and_back(host: Page, address: str) -> None:
    host.goto(address)
    host.get_by_role("link", name="Postpone it").click()
    _look(host, "postpone")
    host.get_by_role("button", name="Postpone the event").click()
    expect(host.locator("#reason-flaw")).to_be_visible()
    host.locator("#reason").fill("The hall is flooded.")
    host.get_by_role("button", name="Postpone the event").click()
    host.goto(address)
    assert "Its new time is to come. The hall is flooded." in host.get_by_role("main").inner_text()
    _look(host, "postponed")
    host.get_by_role("button", name="It will be as planned").click()
    host.goto(address)
    assert "postponed" not in host.get_by_role("main").inner_text()


def test_an_event_is_reviewed_before_it_is_published_and_each_is_told_once(
    visit: Visits, consortium: Consortium, mailbox: Mailbox
) -> None:
    host, reviewer = visit(ADMIN, javascript=True), visit(REVIEWER, javascript=True)
    hers, his = (consortium.address(person) for person in (ADMIN, REVIEWER))
    _rule(host, "The partner's own reviewers")
    _look(host, "rule")
    try:
        fair = a_fair(75)
        address = _submitted(host, reviewer, fair, consortium)
        _told(mailbox, his, fair["title"], 1)
        _sent_back(reviewer)
        _told(mailbox, hers, fair["title"], 1)
        host.goto(address)
        assert "The reviewer wrote: Confirm the hall first." in host.get_by_role("main").inner_text()
        _look(host, "changes")
        host.get_by_role("link", name="Review and publish").click()
        host.get_by_role("button", name="Submit for review").click()
        _told(mailbox, his, fair["title"], 2)
        reviewer.goto(f"{address}/answer")
        reviewer.get_by_role("button", name=re.compile("Approve and publish")).click()
        assert "/emails" in reviewer.url
        _told(mailbox, hers, fair["title"], 2)
        _told(mailbox, his, fair["title"], 3)
    finally:
        _rule(host, "Nobody: coordinators publish at once")
    _postponed_and_back(host, address)
