"""Answering without an account, and being asked again when an event moves."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from services.events.cohosts.asking import ask_again
from services.events.settings import events_settings
from shared import clock
from tests.events.asking import Asking
from tests.events.consortium import Consortium, changed

MOVED = {"starts_at": "2031-05-10T10:00:00+00:00", "ends_at": "2031-05-10T11:00:00+00:00"}


@pytest.fixture
def asking(consortium: Consortium) -> Asking:
    made = Asking(consortium)
    made.invite(note="Bring chairs.")
    return made


def _later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    moment = clock.now() + by
    monkeypatch.setattr(clock, "now", lambda: moment)


def _settled(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What partners were asked again, once an edit has been left in peace."""
    _later(monkeypatch, timedelta(seconds=events_settings().settle_seconds + 1))
    asking.consortium.heard(lambda session, _: ask_again(session), None)
    return [told for told in asking.consortium.told("cohost_invited") if told["again"]]


def test_a_link_says_who_asks_whom_for_what_and_looking_changes_nothing(asking: Asking) -> None:
    stranger = asking.consortium.http
    [link] = asking.links()
    before = asking.consortium.execute("SELECT * FROM cohosts"), asking.consortium.told(), asking.now()
    for _ in range(2):
        asked = stranger.get(link).json()
    assert (asked["host_name"], asked["partner_name"], asked["title"]) == ("Clinic", "Library", "Spring forum")
    assert (asked["note"], asked["state"], asked["role"]) == ("Bring chairs.", "invited", "cohost")
    assert asked["allowed"] == ["accepted", "another_date", "declined", "withdrawal"]
    assert datetime.fromisoformat(asked["expires_at"]) == datetime.fromisoformat(asking.event["starts_at"])
    assert stranger.get(link.removesuffix("/cohost")).json()["purpose"] == "cohost"
    assert (asking.consortium.execute("SELECT * FROM cohosts"), asking.consortium.told(), asking.now()) == before


def test_an_answer_by_link_counts_like_one_by_account_and_may_be_changed(asking: Asking) -> None:
    [link] = asking.links()
    for said, state in (("accepted", "accepted"), ("declined", "declined"), ("accepted", "accepted")):
        assert asking.consortium.http.post(link, json={"answer": said}).json()["state"] == state
        assert asking.state() == state
    assert [each["answer"] for each in asking.consortium.told("cohost_answered")] == [
        "accepted",
        "declined",
        "accepted",
    ]
    [(used,)] = asking.consortium.execute("SELECT used_at IS NOT NULL FROM links")
    assert used


def test_an_answer_given_twice_is_told_once(asking: Asking) -> None:
    [link] = asking.links()
    for _ in range(3):
        assert asking.consortium.http.post(link, json={"answer": "accepted"}).status_code == 200
    assert len(asking.consortium.told("cohost_answered")) == 1


def test_a_link_that_was_altered_or_is_for_something_else_is_not_ours(asking: Asking) -> None:
    [link] = asking.links()
    token = link.split("/")[-2]
    for wrong in (token[:-1], token[:-1] + ("A" if token[-1] != "A" else "B"), "x", "%00"):
        answer = asking.consortium.http.post(link.replace(token, wrong), json={"answer": "accepted"})
        assert answer.status_code in (404, 400), wrong
    asking.consortium.execute("UPDATE links SET purpose = 'numbers'")
    assert asking.consortium.http.get(link).status_code == 404
    assert asking.state() == "invited"


def test_a_link_ends_when_the_event_begins_and_moves_with_it(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    [link] = asking.links()
    begins = datetime.fromisoformat(asking.event["starts_at"])
    changed(asking.consortium.coordinator, asking.now(), **MOVED)
    monkeypatch.setattr(clock, "now", lambda: begins + timedelta(minutes=1))
    assert asking.consortium.http.get(link).json()["starts_at"] == "2031-05-10T10:00:00Z"
    monkeypatch.setattr(clock, "now", lambda: datetime.fromisoformat(MOVED["starts_at"]))
    for answer in (asking.consortium.http.get(link), asking.consortium.http.post(link, json={"answer": "accepted"})):
        assert (answer.status_code, answer.json()["code"]) == (410, "link-expired")


def test_a_withdrawal_calls_the_link_back_and_a_new_invitation_sends_another(asking: Asking) -> None:
    asking.leave(door=asking.consortium.coordinator)
    [old] = asking.links()
    refused = asking.consortium.http.post(old, json={"answer": "accepted"})
    assert (refused.status_code, refused.json()["code"]) == (410, "link-revoked")
    asking.invite(role="promoter")
    [_, new] = asking.links()
    assert asking.consortium.http.get(old).status_code == 410
    assert asking.consortium.http.post(new, json={"answer": "accepted"}).json()["role"] == "promoter"


def test_who_said_yes_is_asked_again_once_after_ten_edits(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    asking.answer("accepted")
    for day in range(10, 20):
        times = {name: at.replace("-10T", f"-{day}T") for name, at in MOVED.items()}
        changed(asking.consortium.coordinator, asking.now(), **times)
    assert asking.state() == "accepted"
    [shown] = asking.consortium.coordinator.get(f"{asking.url}/cohosts").json()["items"]
    assert shown["reconfirm"] is True
    asking.consortium.heard(lambda session, _: ask_again(session), None)
    assert len(asking.links()) == 1
    [again] = _settled(asking, monkeypatch)
    assert again["occasion"]["starts_at"] == "2031-05-19T10:00:00Z"
    assert len(_settled(asking, monkeypatch)) == 1
    old, new = asking.links()
    assert asking.consortium.http.get(old).status_code == 410
    assert asking.consortium.http.post(new, json={"answer": "accepted"}).json()["reconfirm"] is False


@pytest.mark.parametrize("said", [None, "another_date"])
def test_who_has_not_answered_is_asked_for_the_new_time_once(
    asking: Asking, monkeypatch: pytest.MonkeyPatch, said: str | None
) -> None:
    for day in (11, 12):
        times = {name: at.replace("-10T", f"-{day}T") for name, at in MOVED.items()}
        changed(asking.consortium.coordinator, asking.now(), **times)
    if said:
        asking.answer(said, proposed_starts_at="2033-06-05T10:00:00-05:00")
    [again] = _settled(asking, monkeypatch)
    assert again["occasion"]["starts_at"] == "2031-05-12T10:00:00Z"
    assert len(_settled(asking, monkeypatch)) == 1
    old, new = asking.links()
    assert asking.consortium.http.get(old).status_code == 410
    answered = asking.consortium.http.post(new, json={"answer": "accepted"}).json()
    assert (answered["state"], answered["reconfirm"]) == ("accepted", False)


@pytest.mark.parametrize("said", ["accepted", "declined"])
def test_who_answers_before_a_move_has_settled_knew_of_it(
    asking: Asking, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    changed(asking.consortium.coordinator, asking.now(), **MOVED)
    asking.answer(said)
    assert _settled(asking, monkeypatch) == []


def test_a_no_to_the_new_time_takes_the_name_away(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    asking.answer("accepted")
    changed(asking.consortium.coordinator, asking.now(), venue={"name": "Gym"})
    _settled(asking, monkeypatch)
    waiting = asking.door(asking.partner).get("/api/v1/cohosts").json()["items"]
    assert [each["event_id"] for each in waiting] == [asking.event["id"]]
    asking.consortium.http.post(asking.links()[-1], json={"answer": "declined"})
    assert str(asking.partner) not in asking.consortium.http.get(asking.url).text
    assert asking.door(asking.partner).get("/api/v1/cohosts").json()["items"] == []


@pytest.mark.parametrize("patch", [{"title": "Autumn forum"}, {"summary": "More."}, {"capacity": 12}])
def test_nobody_is_asked_again_for_what_is_neither_time_nor_place(
    asking: Asking, patch: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    asking.answer("accepted")
    changed(asking.consortium.coordinator, asking.now(), **patch)
    assert _settled(asking, monkeypatch) == []


def test_a_preview_of_a_move_asks_nobody(asking: Asking, monkeypatch: pytest.MonkeyPatch) -> None:
    asking.answer("accepted")
    asking.consortium.coordinator.post(f"{asking.url}/preview", json={"change": {"patch": MOVED}})
    assert _settled(asking, monkeypatch) == []


def test_nobody_is_asked_again_for_an_event_that_was_cancelled_meanwhile(
    asking: Asking, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking.answer("accepted")
    changed(asking.consortium.coordinator, asking.now(), **MOVED)
    asking.consortium.coordinator.post(f"{asking.url}/cancellation", json={"reason": "Snow."})
    assert _settled(asking, monkeypatch) == []
    assert asking.consortium.execute("SELECT FROM cohosts WHERE ask_again_at IS NOT NULL") == []


def test_another_date_leaves_the_question_open(asking: Asking) -> None:
    asking.answer("accepted")
    changed(asking.consortium.coordinator, asking.now(), **MOVED)
    [link] = asking.links()
    body = {"answer": "another_date", "proposed_starts_at": "2033-06-05T10:00:00-05:00"}
    answered = asking.consortium.http.post(link, json=body).json()
    assert (answered["state"], answered["reconfirm"]) == ("accepted", True)
    assert datetime.fromisoformat(answered["proposed_starts_at"]) == datetime.fromisoformat(
        body["proposed_starts_at"]
    )


def test_what_is_done_by_a_link_is_on_record_with_the_link_and_for_whom(asking: Asking) -> None:
    [link] = asking.links()
    asking.consortium.http.post(link, json={"answer": "accepted"})
    [(door,)] = asking.consortium.execute("SELECT id FROM links")
    assert asking.consortium.execute("SELECT who, why FROM audit WHERE what = 'cohost.accepted'") == [
        (door, f"by link: cohost, partner {asking.partner}")
    ]


def test_no_link_is_kept_in_the_open(asking: Asking) -> None:
    [link] = asking.links()
    token = link.split("/")[-2]
    for table in ("outbox", "links", "cohosts", "audit", "events"):
        assert token not in str(asking.consortium.execute(f"SELECT * FROM {table}")), table
