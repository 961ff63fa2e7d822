"""The pages on which people choose their days, and the host says who goes where, upon the real API of events."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from services.portal import clients, directory
from services.portal.web import create_app
from shared.database import Database
from shared.sealing import unseal
from tests.events.consortium import Consortium
from tests.events.plunge import comes, plunge
from tests.portal.test_registration_pages import _sign_in

GROUPS = [
    {"name": "Group A", "capacity": 1, "venue": {"name": "Riverbend Clinic", "street": "12 River Street"}},
    {"name": "Group B", "capacity": 2, "venue": {"name": "La Union"}},
]


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


def _host(consortium: Consortium, browser: TestClient) -> None:
    _sign_in(browser, consortium.coordinator.headers["authorization"].partition(" ")[2])


def _a_week(consortium: Consortium, **of_second_day: Any) -> dict[str, Any]:
    return plunge(consortium, 5, 2, of_sessions={1: {"groups": GROUPS} | of_second_day})


def test_days_are_ticked_a_full_one_says_so_and_all_are_shown_afterwards(
    consortium: Consortium, browser: TestClient
) -> None:
    event = _a_week(consortium)
    for _ in range(2):
        comes(consortium, event)
    form = browser.get(f"/events/{event['id']}/sign-up").text
    assert form.count('name="day"') == 2
    assert "3 places left" in form
    typed = {"name": "Rosa", "email": "rosa@example.org", "party_size": "1", "asks_days": "yes"}
    nothing = browser.post(f"/events/{event['id']}/sign-up", data=typed)
    assert nothing.status_code == 422
    assert "Choose at least one." in nothing.text
    assert 'id="days-flaw"' in nothing.text
    both = [session["id"] for session in event["sessions"]]
    done = browser.post(f"/events/{event['id']}/sign-up", data=typed | {"day": both}).text
    assert "You have a place" in done
    assert "Full: you are number 1 in line" in done


def test_whoever_may_choose_her_group_is_told_where_it_goes(consortium: Consortium, browser: TestClient) -> None:
    event = _a_week(consortium, groups_by_choice=True)
    session = event["sessions"][1]["id"]
    typed = {"name": "Rosa", "email": "rosa@example.org", "asks_days": "yes", "day": session}
    done = browser.post(f"/events/{event['id']}/sign-up", data=typed | {f"group_{session}": "Group A"}).text
    assert "Riverbend Clinic, 12 River Street" in done
    typed["email"] = "ana@example.org"
    full = browser.post(f"/events/{event['id']}/sign-up", data=typed | {f"group_{session}": "Group A"})
    assert (full.status_code, "This group is full." in full.text) == (409, True)


def test_the_host_assigns_spreads_and_finds_them_on_the_sheet(consortium: Consortium, browser: TestClient) -> None:
    event = _a_week(consortium)
    session = event["sessions"][1]["id"]
    first, _ = (comes(consortium, event)[1].json() for _ in range(2))
    _host(consortium, browser)
    url = f"/events/{event['id']}/groups"
    assert browser.get(url).text.count("no group yet") == 2
    browser.post(f"{url}/{session}", data={"registration": first["id"], "group": "Group A"})
    spread = browser.post(f"{url}/{session}", data={"spread": "yes"}).text
    assert "no group yet" not in spread
    sheet = f"/events/{event['id']}/check-in?session={session}"
    assert "of 2 expected" in browser.get(sheet).text
    assert "of 1 expected" in browser.get(f"{sheet}&group=Group+A").text
    there = browser.post(f"/events/{event['id']}/check-in/{first['id']}?session={session}", data={"move": "check-in"})
    assert "<strong>1</strong> there, of 2 expected" in there.text
    monday = browser.get(f"/events/{event['id']}/check-in?session={event['sessions'][0]['id']}").text
    assert "<strong>0</strong> there" in monday
    mistake = {"move": "check-in", "not_there": "yes"}
    gone = browser.post(f"/events/{event['id']}/check-in/{first['id']}?session={session}", data=mistake)
    assert "<strong>0</strong> there" in gone.text


def test_days_are_changed_with_an_account_and_by_link(consortium: Consortium, browser: TestClient) -> None:
    event = _a_week(consortium)
    door, one = comes(consortium, event)
    _sign_in(browser, door.headers["authorization"].partition(" ")[2])
    url = f"/my/registrations/{one.json()['id']}/days"
    assert browser.get(url).text.count(" checked") == 2
    browser.post(url, data={"day": event["sessions"][0]["id"]}, follow_redirects=False)
    assert browser.get(url).text.count(" checked") == 1
    sealed = consortium.told("registration_changed")[-1]["sealed_link"]
    link = f"/links/events/{unseal(sealed.encode(), 'link').decode().rpartition('/')[2]}"
    browser.cookies.clear()
    chosen = browser.post(link, data={"action": "days", "day": event["sessions"][1]["id"]}).text
    assert "Day 2" in chosen
    assert chosen.count(" checked") == 1
    assert browser.post(link, data={"action": "days"}).status_code == 422
