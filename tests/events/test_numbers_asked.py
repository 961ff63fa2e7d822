"""Asking for numbers: once and twice again, never after an answer, by a link that needs no account."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.events.outcomes.asking import ask
from shared import clock
from shared.sealing import unseal
from tests.events.consortium import EVENTS, Consortium
from tests.events.test_outcomes import NUMBERS, give, over

END = datetime(2026, 11, 20, 20, tzinfo=UTC)
Put = Callable[[datetime], None]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Put:
    """Puts the clock at a moment."""

    def put(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    put(END)
    return put


def run(consortium: Consortium) -> None:
    with consortium.store.transaction() as session:
        ask(session)


def asked(consortium: Consortium) -> list[dict[str, Any]]:
    return consortium.told("numbers_requested")


def link(consortium: Consortium) -> str:
    """The API's address behind the newest link."""
    address = unseal(asked(consortium)[-1]["sealed_link"].encode(), "link").decode()
    token = address.removeprefix("http://consortium.test/links/events/")
    return f"/api/v1/links/events/{token}/numbers"


def twice_a_day(consortium: Consortium, at: Put, days: int) -> list[tuple[int, int]]:
    """The days on which it was asked, and which time each was."""
    found: list[tuple[int, int]] = []
    for half in range(days * 2):
        at(END + timedelta(hours=12 * half))
        before = len(asked(consortium))
        run(consortium)
        found += [(half // 2, each["time"]) for each in asked(consortium)[before:]]
    return found


def test_it_is_asked_at_the_end_and_three_and_ten_days_later_and_never_again(consortium: Consortium, at: Put) -> None:
    over(consortium)
    assert twice_a_day(consortium, at, 30) == [(0, 1), (3, 2), (10, 3)]


@pytest.mark.parametrize(("answered_on", "expected"), [(0, [1]), (3, [1, 2]), (5, [1, 2]), (11, [1, 2, 3])])
def test_nobody_is_asked_after_an_answer(
    consortium: Consortium, at: Put, answered_on: int, expected: list[int]
) -> None:
    event_id = over(consortium)
    twice_a_day(consortium, at, answered_on + 1)
    door = consortium.with_role("coordinator", consortium.host)
    assert give(door, event_id, none_recorded=True).status_code == 200
    twice_a_day(consortium, at, 30)
    assert [each["time"] for each in asked(consortium)] == expected


def test_two_runs_at_once_ask_once(consortium: Consortium, at: Put) -> None:
    for _ in range(5):
        over(consortium)
    with ThreadPoolExecutor(4) as many:
        list(many.map(lambda _: run(consortium), range(4)))
    assert sorted(each["occasion"]["event_id"] for each in asked(consortium)) == sorted(
        {each["occasion"]["event_id"] for each in asked(consortium)}
    )
    assert len(asked(consortium)) == 5


@pytest.mark.parametrize("state", ["published", "in_progress", "completed", "cancelled", "postponed"])
def test_only_what_has_ended_is_asked_about(consortium: Consortium, at: Put, state: str) -> None:
    consortium.imported(consortium.a_record(state=state))
    run(consortium)
    assert asked(consortium) == []


def test_the_sites_contact_is_asked_too_once_the_host_names_her(consortium: Consortium, at: Put) -> None:
    event_id = over(consortium)
    run(consortium)
    door = consortium.with_role("coordinator", consortium.host)
    url = f"{EVENTS}/{event_id}/site-contact"
    assert door.post(url, json={"email": "not an address"}).status_code == 422
    assert door.post(url, json={"email": "site@example.org"}).json() == {"email": "site@example.org"}
    at(END + timedelta(days=3))
    run(consortium)
    assert [each["site_email"] for each in asked(consortium)] == ["", "site@example.org"]


def test_the_link_says_who_asks_for_what_and_takes_the_numbers_once(consortium: Consortium, at: Put) -> None:
    event_id = over(consortium, title="Night clinic")
    run(consortium)
    url, stranger = link(consortium), consortium.http
    shown = stranger.get(url).json()
    assert (shown["title"], shown["host_id"], shown["given"]) == ("Night clinic", str(consortium.host), False)
    assert stranger.post(url, json=NUMBERS).json()["given"] is True
    assert stranger.get(f"{EVENTS}/{event_id}").json()["state"] == "completed"
    again = stranger.post(url, json=NUMBERS | {"attended": 1})
    assert (again.status_code, again.json()["code"]) == (409, "numbers-given")
    outcome = consortium.with_role("coordinator", consortium.host).get(f"{EVENTS}/{event_id}/outcome").json()
    assert (outcome["attended"], outcome["given_by"]) == (41, None)
    assert "attended" not in stranger.get(url).json()
    assert consortium.execute("SELECT why FROM audit WHERE what = 'event.outcome'") == [
        (f"by link: numbers, partner {consortium.host}",)
    ]


def test_of_two_answers_by_link_at_once_one_counts(consortium: Consortium, at: Put) -> None:
    over(consortium)
    run(consortium)
    url = link(consortium)
    assert consortium.http.post(url, json={}).status_code == 422
    with ThreadPoolExecutor(4) as many:
        answers = list(many.map(lambda _: consortium.http.post(url, json=NUMBERS).status_code, range(4)))
    assert sorted(answers) == [200, 409, 409, 409]


def test_a_link_that_was_altered_or_is_too_old_or_is_for_something_else_is_none(
    consortium: Consortium, at: Put
) -> None:
    over(consortium)
    run(consortium)
    url = link(consortium)
    token = url.split("/")[-2]
    altered = token[:-1] + ("A" if token[-1] != "A" else "B")
    for path in (url.replace(token, altered), url.replace(token, token[:20]), url.replace("numbers", "cohost")):
        assert consortium.http.get(path).status_code == 404
        assert consortium.http.post(path, json=NUMBERS).status_code in (404, 422)
    at(END + timedelta(days=31))
    assert consortium.http.get(url).status_code == 410
    assert (consortium.http.post(url, json=NUMBERS).json()["code"]) == "link-expired"
