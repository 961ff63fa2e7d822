"""One institution asks another to carry its event: by page, email and link, without JavaScript."""

import json
import os
import re
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESK, PHONE, Visits
from tests.browser.test_pages import linked_data
from tests.browser.test_posting import COORDINATOR
from tests.end_to_end.people import Caller, Mailbox
from tests.oracle import Consortium
from tests.stacks import Stack
from tests.waiting import eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

ASKED, ASKED_PARTNER = "p-32", "riverbend-clinic"


@pytest.fixture(scope="module")
def office(stack: Stack, consortium: Consortium) -> Caller:
    made = stack.plexus("token", "create", "--as", consortium.address(COORDINATOR), "--json")
    return Caller(stack.url, made["token"])


def _posted(office: Caller, title: str) -> str:
    event = {
        "title": title,
        "host_id": office.ids["wusm-odp"],
        "starts_at": "2027-06-05T10:00:00-05:00",
        "ends_at": "2027-06-05T12:00:00-05:00",
        "venue": {"name": "Parish hall", "locality": "St. Louis"},
        "accessibility": {"statement": "Step-free.", "contact": "access@example.org"},
    }
    made = office.post("/events", event)
    office.post(f"/events/{made['id']}/publication", {"over_conflicts": "It is a test of its own."})
    return str(made["id"])


def _name(consortium: Consortium) -> str:
    return next(one["name"] for one in consortium.data["partners"] if one["id"] == ASKED_PARTNER)


def _ask(page: Page, event_id: str, partner: str) -> None:
    page.goto(f"/events/{event_id}")
    page.get_by_role("link", name="Ask a partner").click()
    page.locator("#partner_id").select_option(label=partner)
    page.get_by_label("Share of the credit").fill("30 %")
    page.get_by_label("Something to say to them").fill("You know the neighbors.")
    page.get_by_role("button", name="How often was it asked this month?").click()
    expect(page.get_by_role("status")).to_contain_text("this month.")
    expect(page.locator("#partner_id option:checked")).to_have_text(partner)
    _look(page, "ask")
    page.get_by_role("button", name="Ask them").click()
    expect(page.get_by_text("Has not answered yet")).to_be_visible()


def _link(stack: Stack, mailbox: Mailbox, address: str, title: str) -> str:
    def found() -> str | None:
        texts = [one["text"] for one in mailbox.to(address) if title in one["subject"]]
        matches = (re.search(rf"{re.escape(stack.url)}/links/events/[\w-]+", text) for text in texts)
        return next((match[0] for match in matches if match), None)

    return eventually(found, within=20)


def _look(page: Page, name: str) -> None:
    """The page fits its window; with PLEXUS_LOOKS its picture is kept there."""
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    if directory := os.environ.get("PLEXUS_LOOKS"):
        page.screenshot(path=Path(directory) / f"{name}-{page.viewport_size['width']}.png", full_page=True)  # type: ignore[index]


def _is_named(stack: Stack, event_id: str, partner: str) -> set[bool]:
    """Whether strangers find the partner: on the page, and in what programs read there."""
    page = httpx2.get(f"{stack.url}/events/{event_id}", timeout=30).text
    return {partner in page, partner in json.dumps(linked_data(page), ensure_ascii=False)}


@pytest.mark.parametrize("width", [DESK, PHONE])
def test_a_partner_is_asked_and_answers_by_the_link_in_its_email(
    width: int, visit: Visits, office: Caller, stack: Stack, consortium: Consortium, mailbox: Mailbox
) -> None:
    title, partner = f"Screening day {width}", _name(consortium)
    event_id = _posted(office, title)
    _ask(visit(COORDINATOR, width=width), event_id, partner)
    link = _link(stack, mailbox, consortium.address(ASKED), title)
    assert _is_named(stack, event_id, partner) == {False}

    page = visit(width=width)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Will you co-host “{title}”?")
    expect(page.get_by_text("You know the neighbors.")).to_be_visible()
    _look(page, "link")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator(".summary")).to_contain_text("Choose one of the three.")
    page.get_by_label("Yes").check()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("You said yes.")).to_be_visible()
    _look(page, "answered")
    assert _is_named(stack, event_id, partner) == {True}

    page.get_by_label("No", exact=True).check()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("You said no.")).to_be_visible()
    assert _is_named(stack, event_id, partner) == {False}


def test_a_partner_answers_on_its_own_pages_and_the_host_sees_it(
    visit: Visits, office: Caller, consortium: Consortium
) -> None:
    title, partner = "Blood pressure morning", _name(consortium)
    event_id = _posted(office, title)
    host = visit(COORDINATOR)
    _ask(host, event_id, partner)

    page = visit(ASKED)
    page.goto("/my")
    expect(page.get_by_role("heading", name="Waiting for your answer")).to_be_visible()
    _look(page, "my")
    page.goto(f"/events/{event_id}")
    _look(page, "waiting")
    page.get_by_role("link", name="Suggest another date").click()
    page.get_by_label("Suggest another date").check()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.locator(".summary")).to_contain_text("Say which day, and from when.")
    page.get_by_label("Day").fill("2027-06-12")
    page.get_by_label("From").fill("10:00")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("You suggested Sat, Jun 12, 2027, 10:00 AM CDT")).to_be_visible()
    page.goto(f"/events/{event_id}")
    page.get_by_role("button", name="Yes").click()
    expect(page.get_by_text("You said yes.")).to_be_visible()

    host.goto(f"/events/{event_id}/cohosts")
    expect(host.get_by_text("Said yes")).to_be_visible()
    _look(host, "cohosts")
    host.goto(f"/events/{event_id}")
    _look(host, "event")
    host.goto(f"/events/{event_id}/cohosts")
    host.get_by_role("button", name="Take it off the event").click()
    expect(host.get_by_text("Withdrawn")).to_be_visible()


def test_a_link_that_was_called_back_or_is_not_ours_says_what_to_do(
    visit: Visits, office: Caller, stack: Stack, consortium: Consortium, mailbox: Mailbox
) -> None:
    event_id = _posted(office, "Vision checks")
    partner_id = office.ids[ASKED_PARTNER]
    office.post(f"/events/{event_id}/cohosts", {"partner_id": partner_id})
    link = _link(stack, mailbox, consortium.address(ASKED), "Vision checks")
    office.post(f"/events/{event_id}/cohosts/{partner_id}/withdrawal")
    page = visit(language="es")
    answer = page.goto(link)
    assert answer is not None
    assert (answer.status, answer.headers["referrer-policy"]) == (410, "no-referrer")
    assert "no-store" in answer.headers["cache-control"]
    expect(page.get_by_role("heading", level=1)).to_have_text("Este enlace ya no funciona")
    _look(page, "closed")
    for wrong in (link[:-1], f"{stack.url}/links/events/nonsense", f"{stack.url}/links/events/a.b"):
        answer = page.goto(wrong)
        assert answer is not None
        assert answer.status == 404
