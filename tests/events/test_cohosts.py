"""Co-hosts: asked, named once they say yes, gone the moment they leave."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared import clock
from tests.events.asking import Asking
from tests.events.consortium import EVENTS, Consortium, changed

DATE = {"proposed_starts_at": "2033-06-05T10:00:00-05:00"}
# By hand: where a partner stands, and where each move leads; what is not there is refused.
MOVES: dict[str, dict[str, str]] = {
    "invited": {
        "accepted": "accepted",
        "declined": "declined",
        "another_date": "invited",
        "withdrawal": "withdrawn",
    },
    "accepted": {
        "accepted": "accepted",
        "declined": "declined",
        "another_date": "accepted",
        "withdrawal": "withdrawn",
    },
    "declined": {
        "invitation": "invited",
        "accepted": "accepted",
        "declined": "declined",
        "another_date": "invited",
    },
    "withdrawn": {"invitation": "invited"},
}
OPEN = ("draft", "submitted", "changes_requested", "published", "postponed")
OVER = ("completed", "cancelled")
ALL_MOVES = ("invitation", "accepted", "declined", "another_date", "withdrawal")


def _move(asking: Asking, move: str) -> Any:
    if move == "invitation":
        return asking.invite()
    if move == "withdrawal":
        return asking.leave()
    return asking.answer(move, **(DATE if move == "another_date" else {}))


def _standing(consortium: Consortium, state: str, event_state: str = "published") -> Asking:
    """An event whose partner stands so, as the office has it."""
    partner = consortium.partner(title="Library")
    record = consortium.a_record(
        state=event_state,
        accessibility={"statement": "Step-free.", "contact": "a@example.org"},
        cohosts=[{"partner_id": str(partner), "state": state}],
    )
    [item] = consortium.imported(record)
    asking = Asking(consortium, event=consortium.office.get(f"{EVENTS}/{item['id']}").json())
    asking.partner = partner
    return asking


@pytest.mark.parametrize("state", MOVES)
def test_each_move_leads_where_the_table_says_and_others_are_refused_by_name(
    consortium: Consortium, state: str
) -> None:
    for move in ALL_MOVES:
        asking = _standing(consortium, state)
        answer = _move(asking, move)
        if move in MOVES[state]:
            assert (answer.status_code, answer.json()["state"]) == (200, MOVES[state][move]), (move, answer.text)
            assert asking.state() == MOVES[state][move]
            assert answer.headers["ETag"] == f'"{asking.now()["version"]}"'
        else:
            problem = answer.json()
            assert (answer.status_code, problem["code"]) == (409, "invalid-transition"), move
            assert problem["allowed"] == sorted(MOVES[state])
            assert asking.state() == state


@pytest.mark.parametrize("event_state", OPEN)
def test_a_partner_answers_while_the_event_is_to_come(consortium: Consortium, event_state: str) -> None:
    asking = _standing(consortium, "invited", event_state)
    assert asking.answer("accepted").json()["state"] == "accepted"


@pytest.mark.parametrize("event_state", OVER)
def test_nothing_is_asked_of_or_answered_for_an_event_that_is_over(consortium: Consortium, event_state: str) -> None:
    for move in ALL_MOVES:
        answer = _move(_standing(consortium, "invited", event_state), move)
        assert (answer.status_code, answer.json()["allowed"]) == (409, []), move


def test_once_an_event_has_begun_one_may_only_leave(consortium: Consortium, monkeypatch: pytest.MonkeyPatch) -> None:
    asking = Asking(consortium)
    asking.carried_by()
    begun = datetime.fromisoformat(asking.event["starts_at"]) + timedelta(minutes=1)
    monkeypatch.setattr(clock, "now", lambda: begun)
    door = asking.door(asking.partner)
    consortium.execute("UPDATE api_tokens SET expires_at = '2199-01-01'")
    refused = door.post(f"{asking.url}/cohosts/{asking.partner}/answer", json={"answer": "declined"})
    assert (refused.status_code, refused.json()["allowed"]) == (409, ["withdrawal"])
    assert asking.leave().json()["state"] == "withdrawn"


def test_what_is_told_of_an_invitation_and_its_answers(consortium: Consortium) -> None:
    asking = Asking(consortium)
    asking.invite(role="sponsor", note="For the food.")
    asking.answer("another_date", note="We are closed.", **DATE)
    asking.answer("accepted")
    asking.answer("accepted")
    asking.leave()
    [asked] = consortium.told("cohost_invited")
    assert (asked["partner_id"], asked["role"], asked["note"]) == (str(asking.partner), "sponsor", "For the food.")
    assert (asked["again"], asked["occasion"]["event_id"]) == (False, asking.event["id"])
    answered = consortium.told("cohost_answered")
    assert [each["answer"] for each in answered] == ["another_date", "accepted", "withdrawn"]
    assert {each["invited_by"] for each in answered} == {asked["invited_by"]}
    assert (answered[0]["note"], answered[0]["proposed_starts_at"]) == ("We are closed.", "2033-06-05T10:00:00-05:00")
    # One change of the event for each time that who carries it, or is asked to, is another.
    said = [[each["state"] for each in told["cohosts"]] for told in consortium.told("event_changed")]
    assert said == [["invited"], ["accepted"], ["withdrawn"]]


@pytest.mark.parametrize("published", [True, False])
@pytest.mark.parametrize(("answer", "by_the_host"), [(None, True), (None, False), ("accepted", True)])
def test_a_partner_that_the_host_asks_no_longer_is_told_once(
    consortium: Consortium, published: bool, answer: str | None, by_the_host: bool
) -> None:
    asking = Asking(consortium, event=None if published else consortium.draft())
    asking.invite(role="sponsor")
    if answer:
        asking.answer(answer)
    door = consortium.coordinator if by_the_host else None
    assert asking.leave(door=door).status_code == 200
    assert asking.leave(door=door).status_code == 409
    # Who carries what is published hears of it as of any other change of who carries it.
    heard_by_the_event = published and answer == "accepted"
    told = consortium.told("cohost_uninvited")
    assert [(each["partner_id"], each["role"]) for each in told] == (
        [(str(asking.partner), "sponsor")] if by_the_host and not heard_by_the_event else []
    )
    assert all(each["version"] == asking.now()["version"] for each in told)


def test_of_a_draft_only_the_asked_and_the_host_are_told(consortium: Consortium) -> None:
    asking = Asking(consortium, event=consortium.draft())
    asking.carried_by()
    assert consortium.told() == ["cohost_invited", "cohost_answered"]
    assert asking.door(asking.partner).get(asking.url).status_code == 404
    [asked] = asking.door(asking.partner).get(f"{asking.url}/cohosts").json()["items"]
    assert (asked["title"], asked["host_name"], asked["partner_name"]) == ("Spring forum", "Clinic", "Library")


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"partner_id": str(uuid4())}, "/partner_id"),
        ({"role": "guest"}, "/role"),
        ({"share": 101}, "/share"),
        ({"note": "x" * 2_001}, "/note"),
    ],
)
def test_an_invitation_that_makes_no_sense_is_refused_by_its_field(
    consortium: Consortium, given: dict[str, Any], pointer: str
) -> None:
    answer = Asking(consortium).invite(**given)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


def test_the_host_is_not_asked_and_cannot_leave_without_an_heir(consortium: Consortium) -> None:
    asking = Asking(consortium)
    assert asking.invite(consortium.host).json()["errors"][0]["pointer"] == "/partner_id"
    for accepted in ([], [str(asking.partner)]):
        refused = asking.leave(consortium.host, consortium.coordinator)
        assert (refused.status_code, refused.json()["code"]) == (409, "last-host")
        assert refused.json()["allowed"] == accepted
        if not accepted:
            asking.carried_by()


def test_a_host_hands_over_to_a_cohost_that_said_yes_and_to_no_other(consortium: Consortium) -> None:
    asking = Asking(consortium)
    asked, sponsor = consortium.partner(), consortium.partner()
    asking.invite(asked)
    asking.carried_by(sponsor, role="sponsor")
    heir = asking.carried_by(share=30)
    for partner in (asked, sponsor):
        assert changed(consortium.coordinator, asking.now(), host_id=str(partner)).status_code == 403
    given = changed(consortium.coordinator, asking.now(), host_id=str(heir))
    assert given.status_code == 200, given.text
    event = asking.door(heir).get(asking.url).json()
    assert (event["host_id"], event["host_share"]) == (str(heir), 100)
    assert str(heir) not in [each["partner_id"] for each in event["cohosts"]]
    assert consortium.http.get(asking.links()[-1]).status_code == 410


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"answer": "perhaps"}, "/answer"),
        ({"answer": "another_date"}, "/proposed_starts_at"),
        ({"answer": "another_date", "proposed_starts_at": "2001-01-01T10:00:00Z"}, "/proposed_starts_at"),
        ({"answer": "another_date", "proposed_starts_at": "0001-01-01T00:00:00+14:00"}, "/proposed_starts_at"),
        ({"answer": "another_date", "proposed_starts_at": "9999-12-31T23:59:59-14:00"}, "/proposed_starts_at"),
        ({}, "/answer"),
    ],
)
def test_an_answer_that_makes_no_sense_is_refused_by_its_field(
    consortium: Consortium, body: dict[str, Any], pointer: str
) -> None:
    asking = Asking(consortium)
    asking.invite()
    url = f"{asking.url}/cohosts/{asking.partner}/answer"
    answer = asking.door(asking.partner).post(url, json=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert asking.state() == "invited"


def test_only_the_partners_own_coordinators_answer(consortium: Consortium) -> None:
    asking = Asking(consortium)
    asking.invite()
    url = f"{asking.url}/cohosts/{asking.partner}"
    for door, expected in (
        (consortium.http, 401),
        (consortium.with_role("viewer", asking.partner), 403),
        (consortium.coordinator, 403),
        (consortium.with_role("admin", consortium.partner()), 404),
    ):
        assert door.post(f"{url}/answer", json={"answer": "accepted"}).status_code == expected
    elsewhere = consortium.with_role("admin", consortium.partner())
    assert elsewhere.post(f"{url}/withdrawal").status_code == 404
    assert consortium.with_role("viewer", asking.partner).post(f"{url}/withdrawal").status_code == 403
    assert consortium.coordinator.post(f"{url}/withdrawal").status_code == 200


def test_what_waits_for_an_answer_comes_page_by_page_by_when_it_begins(consortium: Consortium) -> None:
    partner = consortium.partner()
    waiting = []
    for _ in range(3):
        asking = Asking(consortium)
        asking.invite(partner)
        waiting.append(asking.event["id"])
    Asking(consortium).carried_by(partner)
    first = asking.door(partner).get("/api/v1/cohosts", params={"limit": 2}).json()
    rest = asking.door(partner).get("/api/v1/cohosts", params={"limit": 2, "cursor": first["next"]}).json()
    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [2, 1, None]
    assert [each["event_id"] for each in first["items"] + rest["items"]] == sorted(waiting)
    assert consortium.with_role("viewer", partner).get("/api/v1/cohosts").json()["items"] == []
