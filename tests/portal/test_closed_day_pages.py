"""The pages of closed days, and where else they are said: before the API of events itself."""

import re
from collections.abc import Callable

import pytest
from starlette.testclient import TestClient

from services.portal import clients
from services.portal import session as sessions
from services.portal.session import Session
from services.portal.web import create_app
from shared.database import Database
from tests.events.consortium import Consortium
from tests.portal.test_review_pages import Somebody

CLOSED = "/calendars/closed-days"


@pytest.fixture
def consortium(database_of: Callable[[str], Database]) -> Consortium:
    return Consortium(database_of("events"))


@pytest.fixture
def browser(consortium: Consortium, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    """A browser of a coordinator of the host."""
    held = [{"partner_id": str(consortium.host), "role": "coordinator"}]
    pages = TestClient(create_app(), base_url="http://consortium.test", follow_redirects=False)
    somebody = Somebody(consortium, pages, consortium.coordinator, held)
    monkeypatch.setattr(clients, "_ask", somebody.asked)
    monkeypatch.setattr(sessions, "_opened", lambda _: Session("Ana", "access", "refresh", 4e9))
    return pages


def _filled_in(consortium: Consortium, **given: str) -> dict[str, str]:
    return {"whose": str(consortium.host), "title": "Retreat", "first_day": "2031-03-10", "last_day": ""} | given


def _version(page: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', page)
    assert found is not None
    return found[1]


def test_closed_days_are_added_changed_and_struck(consortium: Consortium, browser: TestClient) -> None:
    assert "No closed day is named yet." in browser.get(CLOSED).text
    assert browser.post(CLOSED, data=_filled_in(consortium)).status_code == 303
    listed = browser.get(CLOSED).text
    assert "Monday, March 10, 2031" in listed
    address = re.search(r'href="(/calendars/closed-days/[^"]+)"', listed)
    assert address is not None
    first = _version(browser.get(address[1]).text)
    changed = _filled_in(consortium, title="Retreat of all", last_day="2031-03-12", version=first)
    assert browser.post(address[1], data=changed).status_code == 303
    assert "Wednesday, March 12, 2031" in browser.get(CLOSED).text
    late = browser.post(address[1], data=changed)
    assert late.status_code == 412
    assert "Somebody else changed this meanwhile." in late.text
    struck = {"version": _version(late.text), "step": "strike"}
    assert browser.post(address[1], data=struck).status_code == 303
    assert "Retreat of all" not in browser.get(CLOSED).text


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": ""}, "Say what for."),
        ({"first_day": ""}, "Give the day."),
        ({"last_day": "2031-03-09"}, "The last day is not before the first, and less than a year after it."),
        ({"whose": "all"}, "You may not do this"),
        ({"first_day": "soon"}, "first_day-flaw"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    given: dict[str, str], words: str, consortium: Consortium, browser: TestClient
) -> None:
    page = browser.post(CLOSED, data=_filled_in(consortium, **given))
    assert page.status_code == 422
    assert words in page.text
    assert 'value="Retreat"' in page.text or not given.get("title", "x")


def test_a_closed_day_is_said_before_an_event_is_published_while_it_is_edited_and_of_what_it_would_be(
    consortium: Consortium, browser: TestClient
) -> None:
    times = {"starts_at": "2031-03-10T18:00:00+00:00", "ends_at": "2031-03-10T20:00:00+00:00"}
    browser.post(CLOSED, data=_filled_in(consortium))
    browser.post(CLOSED, data=_filled_in(consortium, title="Move", first_day="2031-03-20"))
    event = consortium.published(**times)
    draft = consortium.draft(**times)
    words = "Clinic is closed then: Retreat."
    assert words in browser.get(f"/events/{draft['id']}/review").text
    form = browser.get(f"/events/{event['id']}/edit").text
    assert words in form
    filled_in = {
        "version": _version(form),
        "title": event["title"],
        "start": "18:00",
        "end": "20:00",
        "time_zone": "Africa/Abidjan",
        "attendance_mode": "in_person",
        "venue_name": "Hall",
        "visibility": "public",
        "statement": "Step-free.",
        "contact": "access@example.org",
        "sign_up_most": "6",
    }
    review = browser.post(f"/events/{event['id']}/edit", data=filled_in | {"day": "2031-03-20"})
    assert review.status_code == 200
    assert "Clinic is closed then: Move." in review.text
    assert words not in review.text
