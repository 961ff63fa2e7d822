"""The pages on which people sign up, look at their registration, and are checked in, upon the real API of events."""

import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from services.portal import clients, directory
from services.portal.session import Session, _closed
from services.portal.web import create_app
from shared.database import Database
from shared.sealing import unseal
from tests.events.consortium import Consortium


@pytest.fixture
def consortium(database_of: Callable[[str], Database]) -> Consortium:
    return Consortium(database_of("events"))


@pytest.fixture
def browser(consortium: Consortium, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The portal, with the API of events behind it and no names of partners."""
    monkeypatch.setattr(clients, "_http", lambda: consortium.http)
    monkeypatch.setattr(directory, "_known", lambda _: {})
    with TestClient(create_app(), base_url="http://consortium.test") as client:
        yield client


def _sign_in(browser: TestClient, token: str) -> None:
    """Let the browser be that of somebody who holds a token."""
    session = Session("Ana Testwell", token, "a-refresh-token", time.time() + 3600)
    name, _, value = _closed(session).partition(";")[0].partition("=")
    browser.cookies.set(name, value)


def _signs_up(browser: TestClient, event: dict[str, Any], **typed: str) -> Any:
    form = {"name": "Rosa Gast", "email": "rosa@example.org", "party_size": "1"} | typed
    return browser.post(f"/events/{event['id']}/sign-up", data=form)


def test_without_an_account_one_signs_up_and_is_told_where_one_stands(
    consortium: Consortium, browser: TestClient
) -> None:
    event = consortium.published(capacity=1)
    assert "1 place left" in browser.get(f"/events/{event['id']}/sign-up").text
    assert "You have a place" in _signs_up(browser, event).text
    assert "full, 0 wait" in browser.get(f"/events/{event['id']}/sign-up").text
    waits = _signs_up(browser, event, name="Ana", email="ana@example.org").text
    assert "On the waiting list" in waits
    assert "You are number 1 in line" in waits
    assert "ana@example.org" in waits


def test_what_was_typed_stays_when_something_is_wrong(consortium: Consortium, browser: TestClient) -> None:
    event = consortium.published(capacity=9, slots=[{"role": "driver", "capacity": 2}])
    for typed, said in (
        ({"email": "nowhere", "role": "driver"}, "not an email address"),
        ({"role": ""}, 'id="role-flaw"'),
        ({"role": "driver", "party_size": "5"}, "So many cannot come at once."),
        ({"role": "driver", "party_size": "many"}, 'id="party_size-flaw"'),
    ):
        answer = _signs_up(browser, event, **typed)
        assert answer.status_code == 422, answer.text
        assert said in answer.text
        assert 'value="Rosa Gast"' in answer.text
    assert consortium.told("registration_changed") == []


def test_a_closed_event_says_why_and_shows_no_form(consortium: Consortium, browser: TestClient) -> None:
    event = consortium.published(registration={"opens_local": "2999-01-01T09:00"})
    page = browser.get(f"/events/{event['id']}/sign-up").text
    assert "Signing up has not begun yet." in page
    assert "<textarea" not in page
    assert 'name="email"' not in page


def test_by_the_link_one_accepts_comes_fewer_and_gives_the_place_back(
    consortium: Consortium, browser: TestClient
) -> None:
    event = consortium.published(capacity=2)
    _signs_up(browser, event, party_size="2")
    _signs_up(browser, event, name="Ana", email="ana@example.org", party_size="2")
    first, second = (
        unseal(body["sealed_link"].encode(), "link").decode().removeprefix("http://consortium.test")
        for body in consortium.told("registration_changed")
    )
    assert "is passed by while fewer places are free" in browser.get(second).text
    refused = browser.post(second, data={"action": "acceptance"})
    assert (refused.status_code, "no longer possible" in refused.text) == (409, True)
    assert "You gave your place up." in browser.post(first, data={"action": "cancellation"}).text
    assert "Accept it until" in browser.get(second).text
    assert "You have a place" in browser.post(second, data={"action": "acceptance"}).text
    more = browser.post(second, data={"action": "party_size", "party_size": "7"})
    assert (more.status_code, 'value="2"' in more.text) == (422, True)
    assert "<dd>1</dd>" in browser.post(second, data={"action": "party_size", "party_size": "1"}).text


def test_at_the_entrance_people_are_found_checked_in_and_let_in(consortium: Consortium, browser: TestClient) -> None:
    event = consortium.published(capacity=3)
    for number in range(2):
        _signs_up(browser, event, name=f"Guest {number}", email=f"guest{number}@example.org")
    staff = consortium.person(roles=({"partner_id": consortium.host, "role": "coordinator"},))
    desk = f"/events/{event['id']}/check-in"
    assert browser.get(desk, follow_redirects=False).status_code == 303
    _sign_in(browser, consortium.token(staff))
    page = browser.get(desk).text
    assert re.search(r"<strong>0</strong>\s+there, of 2 expected", page)
    found = browser.get(f"{desk}?q=guest+1").text
    assert ("Guest 1" in found, "Guest 0" in found) == (True, False)
    [one] = re.findall(r'action="(/events/[^"]+/check-in/[^"]+)"', found)
    after = browser.post(one.replace("&amp;", "&"), data={"move": "check-in"}).text
    assert "Checked in" in after
    let_in = browser.post(f"/events/{event['id']}/walk-ins", data={"name": "Rosa", "party_size": "1"})
    assert re.search(r"<strong>2</strong>\s+there, of 3 expected", let_in.text)
    full = browser.post(f"/events/{event['id']}/walk-ins", data={"name": "Eva", "party_size": "1"})
    assert (full.status_code, "All places are taken." in full.text, 'value="Eva"' in full.text) == (409, True, True)
    _sign_in(browser, consortium.token(consortium.person()))
    assert browser.get(desk).status_code == 403


def test_the_host_confirms_what_is_asked_of_everybody(consortium: Consortium, browser: TestClient) -> None:
    event = consortium.published(registration={"approval": True})
    signed_up = _signs_up(browser, event).text
    assert "It is yours once this is there: the host’s approval." in signed_up
    staff = consortium.person(roles=({"partner_id": consortium.host, "role": "coordinator"},))
    _sign_in(browser, consortium.token(staff))
    desk = browser.get(f"/events/{event['id']}/check-in").text
    [one] = re.findall(r'action="(/events/[^"]+/check-in/[^"]+)"', desk)
    assert "Is here" not in desk
    assert "Is here" in browser.post(one, data={"move": "requirements"}).text
    assert consortium.told("registration_changed")[-1]["change"] == "registered"


def test_the_day_of_a_series_is_chosen(consortium: Consortium, browser: TestClient) -> None:
    event = consortium.published(capacity=1, recurrence={"rule": "FREQ=DAILY;COUNT=3"})
    page = browser.get(f"/events/{event['id']}/sign-up").text
    days = re.findall(r'<option value="([^"]+)"', page)
    assert len(days) == 3
    for day in days[:2]:
        assert "You have a place" in _signs_up(browser, event, occurrence=day).text
    waits = _signs_up(browser, event, occurrence=days[0], email="ana@example.org")
    assert "On the waiting list" in waits.text
