"""The pages behind links of events that take numbers and requests, upon the real API of events."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from services.events.outcomes.asking import ask
from services.portal import clients, directory
from services.portal.web import create_app
from shared import clock
from shared.database import Database
from shared.sealing import unseal
from tests.events.consortium import EVENTS, Consortium
from tests.events.policy_afterwards import own_link


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


def _numbers_link(consortium: Consortium) -> tuple[str, str]:
    event_id = consortium.imported(consortium.a_record(state="ended", title="Night clinic"))[0]["id"]
    with consortium.store.transaction() as session:
        ask(session)
    sealed = consortium.told("numbers_requested")[-1]["sealed_link"]
    return event_id, unseal(sealed.encode(), "link").decode().removeprefix("http://consortium.test")


def test_numbers_are_given_by_the_link_in_the_email_and_then_it_says_thank_you(
    consortium: Consortium, browser: TestClient
) -> None:
    event_id, path = _numbers_link(consortium)
    page = browser.get(path)
    assert page.status_code == 200
    assert "Night clinic" in page.text
    form = {"recorded": "yes", "attended": "41", "hours_paid": "7,5", "notes": "Rain."}
    given = browser.post(path, data=form)
    assert (given.status_code, "the numbers are here" in given.text) == (200, True)
    outcome = consortium.coordinator.get(f"{EVENTS}/{event_id}/outcome").json()
    assert (outcome["attended"], outcome["people_served"], outcome["hours_paid"]) == (41, None, 7.5)
    assert "the numbers are here" in browser.post(path, data=form | {"attended": "1"}).text
    assert consortium.coordinator.get(f"{EVENTS}/{event_id}/outcome").json()["attended"] == 41


@pytest.mark.parametrize(
    ("form", "field", "words"),
    [
        ({}, "recorded", "Give at least one number"),
        ({"recorded": "no", "attended": "3"}, "recorded", "There are numbers below"),
        ({"recorded": "yes", "attended": "many"}, "attended", "Write a whole number."),
        ({"recorded": "yes", "hours_paid": "a day"}, "hours_paid", "Write hours like 7 or 7.5."),
        ({"recorded": "yes", "attended": "-3"}, "attended", "too small or too large"),
    ],
)
def test_what_is_wrong_with_numbers_is_said_beside_them_and_nothing_typed_is_lost(
    consortium: Consortium, browser: TestClient, form: dict[str, str], field: str, words: str
) -> None:
    _, path = _numbers_link(consortium)
    page = browser.post(path, data=form | {"notes": "Rain all day."})
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert words in page.text
    assert "Rain all day." in page.text


def test_what_is_needed_is_asked_for_by_the_link_to_a_registration(
    consortium: Consortium, browser: TestClient
) -> None:
    path = f"/links/events/{own_link(consortium)}/accommodations"
    assert "What do you need to take part?" in browser.get(path).text
    empty = browser.post(path, data={"contact": "555 0142"})
    assert (empty.status_code, "Say what you need." in empty.text, "555 0142" in empty.text) == (422, True, True)
    asked = browser.post(path, data={"kinds": ["captioning", "food"], "details": "No nuts."})
    assert asked.status_code == 200
    assert "No nuts." in asked.text
    (request,) = consortium.coordinator.get("/api/v1/accommodations").json()["items"]
    assert request["kinds"] == ["captioning", "food"]
    gone = browser.post(f"{path}/{request['id']}/withdrawal")
    assert "Withdrawn" in gone.text


def test_a_link_that_opens_nothing_says_so(
    consortium: Consortium, browser: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, path = _numbers_link(consortium)
    assert browser.get(path + "x").status_code == 404
    assert browser.get(f"{path}/accommodations").status_code == 404
    later = clock.now() + timedelta(days=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert browser.get(path).status_code == 410
    assert browser.post(path, data={"attended": "1"}).status_code == 410
