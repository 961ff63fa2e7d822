"""Outcomes: who gives the numbers of an event and when, whose credit they are, and what was said before."""

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from services.events.outcomes.shares import parted, parted_hours
from tests.events.consortium import EVENTS, Consortium

NUMBERS = {"attended": 41, "people_served": 30, "hours_paid": 12.25, "hours_own_time": 7, "notes": "Rain."}
STATES = ("draft", "submitted", "changes_requested", "published", "postponed", "in_progress", "cancelled")


def over(consortium: Consortium, **given: Any) -> str:
    """The id of an event that has ended."""
    return str(consortium.imported(consortium.a_record(state="ended", **given))[0]["id"])


def give(door: TestClient, event_id: str, version: int | str = 0, **numbers: Any) -> Any:
    headers = {"If-Match": f'"{version}"'}
    return door.put(f"{EVENTS}/{event_id}/outcome", json=numbers or NUMBERS, headers=headers)


def test_the_hosts_numbers_complete_what_has_ended(consortium: Consortium) -> None:
    event_id = over(consortium)
    before = consortium.coordinator.get(f"{EVENTS}/{event_id}/outcome")
    assert (before.json()["state"], before.headers["ETag"]) == ("missing", '"0"')
    given_ = give(consortium.coordinator, event_id)
    assert given_.status_code == 200, given_.text
    assert {name: given_.json()[name] for name in NUMBERS} == NUMBERS
    assert (given_.json()["state"], given_.json()["version"]) == ("given", 1)
    assert consortium.http.get(f"{EVENTS}/{event_id}").json()["state"] == "completed"
    assert consortium.told() == ["event_recorded", "event_recorded"]
    assert consortium.told("event_recorded")[-1]["state"] == "completed"


def test_none_recorded_is_an_answer(consortium: Consortium) -> None:
    event_id = over(consortium)
    answer = give(consortium.coordinator, event_id, none_recorded=True, notes="Nobody counted.")
    assert (answer.json()["state"], answer.json()["attended"], answer.json()["parts"]) == ("none_recorded", None, [])
    assert consortium.http.get(f"{EVENTS}/{event_id}").json()["state"] == "completed"


@pytest.mark.parametrize("state", STATES)
def test_there_are_no_numbers_of_what_has_not_ended(consortium: Consortium, state: str) -> None:
    event_id = consortium.imported(consortium.a_record(state=state))[0]["id"]
    answer = give(consortium.coordinator, event_id)
    assert (answer.status_code, answer.json()["code"]) == (409, "invalid-transition")
    assert consortium.coordinator.get(f"{EVENTS}/{event_id}/outcome").json()["state"] == "missing"


@pytest.mark.parametrize(
    ("numbers", "pointer"),
    [
        ({}, ""),
        ({"notes": "Rain."}, ""),
        ({"none_recorded": True, "attended": 3}, ""),
        ({"attended": -1}, "/attended"),
        ({"attended": 2.5}, "/attended"),
        ({"hours_paid": 1.1}, "/hours_paid"),
        ({"hours_own_time": 1e9}, "/hours_own_time"),
    ],
)
def test_numbers_that_make_no_sense_are_refused_beside_their_field(
    consortium: Consortium, numbers: dict[str, Any], pointer: str
) -> None:
    answer = consortium.coordinator.put(
        f"{EVENTS}/{over(consortium)}/outcome", json=numbers, headers={"If-Match": "*"}
    )
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


def test_a_correction_keeps_what_was_said_and_by_whom(consortium: Consortium) -> None:
    event_id = over(consortium)
    give(consortium.coordinator, event_id)
    assert give(consortium.coordinator, event_id, attended=40).status_code == 412
    assert consortium.coordinator.put(f"{EVENTS}/{event_id}/outcome", json=NUMBERS).status_code == 428
    corrected = give(consortium.coordinator, event_id, 1, attended=40).json()
    assert (corrected["attended"], corrected["people_served"], corrected["version"]) == (40, None, 2)
    (earlier,) = corrected["earlier"]
    assert {name: earlier[name] for name in NUMBERS} == NUMBERS
    assert (earlier["version"], earlier["given_by"]) == (1, corrected["given_by"])
    audited = consortium.execute("SELECT what FROM audit WHERE what = 'event.outcome'")
    assert len(audited) == 2
    assert consortium.http.get(f"{EVENTS}/{event_id}").json()["state"] == "completed"


def test_of_two_answers_at_once_one_counts(consortium: Consortium) -> None:
    event_id = over(consortium)
    door = consortium.coordinator
    assert give(door, event_id, 99).status_code == 412
    with ThreadPoolExecutor(4) as many:
        answers = list(many.map(lambda number: give(door, event_id, attended=number), range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
    (kept,) = [number for number, answer in enumerate(answers) if answer.status_code == 200]
    shown = consortium.coordinator.get(f"{EVENTS}/{event_id}/outcome").json()
    assert (shown["attended"], shown["earlier"]) == (kept, [])


def test_a_program_that_wants_to_know_what_was_learned_is_told(consortium: Consortium) -> None:
    record = {"external_id": "p", "slug": "plunge", "title": "Plunge", "asks_reflection": True}
    answer = consortium.office.post("/api/v1/imports/programs", json={"records": [record]})
    event_id = over(consortium, program_id=answer.json()["items"][0]["id"])
    refused = give(consortium.coordinator, event_id)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/reflection")
    assert consortium.coordinator.get(f"{EVENTS}/{event_id}").json()["state"] == "ended"
    taken = give(consortium.coordinator, event_id, **NUMBERS, reflection="Ask the parish first.")
    assert (taken.status_code, taken.json()["reflection"]) == (200, "Ask the parish first.")
    assert taken.json()["asks_reflection"] is True


def test_each_host_has_its_part_and_all_parts_are_the_whole(consortium: Consortium) -> None:
    others = [consortium.partner() for _ in range(4)]
    cohosts = [
        {"partner_id": str(others[0]), "role": "cohost", "state": "accepted", "share": 33},
        {"partner_id": str(others[1]), "role": "sponsor", "state": "accepted", "share": 33},
        {"partner_id": str(others[2]), "role": "cohost", "state": "declined", "share": 20},
        {"partner_id": str(others[3]), "role": "promoter", "state": "accepted"},
    ]
    event_id = over(consortium, host_share=34, cohosts=cohosts)
    shown = give(consortium.coordinator, event_id).json()
    parts = {part.pop("partner_id"): part for part in shown["parts"]}
    # 41 × .34 = 13.94, × .33 = 13.53: the odd two go to the largest remainders. Hours, in quarters: 49 and 28.
    names = ("share", "attended", "people_served", "hours_paid", "hours_own_time")
    assert {partner: tuple(part[name] for name in names) for partner, part in parts.items()} == {
        str(consortium.host): (34, 14, 10, 4.25, 2.5),
        str(others[0]): (33, 14, 10, 4.0, 2.25),
        str(others[1]): (33, 13, 10, 4.0, 2.25),
        str(others[3]): (0, 0, 0, 0.0, 0.0),
    }


def test_a_host_without_shares_given_has_all_of_it(consortium: Consortium) -> None:
    other = consortium.partner()
    event_id = over(consortium, cohosts=[{"partner_id": str(other), "state": "accepted"}])
    parts = give(consortium.coordinator, event_id).json()["parts"]
    assert [(UUID(part["partner_id"]), part["share"], part["attended"]) for part in parts] == [
        (consortium.host, 100, 41),
        (other, 0, 0),
    ]


@given(st.integers(0, 10**6), st.lists(st.integers(0, 100), min_size=1, max_size=12).filter(any))
def test_parts_sum_to_the_whole_and_are_never_off_by_one(total: int, among: list[int]) -> None:
    parts = parted(total, among)
    assert sum(parts) == total
    exact = [Fraction(total * weight, sum(among)) for weight in among]
    assert all(abs(part - due) < 1 for part, due in zip(parts, exact, strict=True))
    assert sum(parted_hours(total / 4, among)) == total / 4


def test_numbers_are_read_by_those_who_carry_the_event_alone(consortium: Consortium) -> None:
    accepted, invited = consortium.partner(), consortium.partner()
    cohosts = [
        {"partner_id": str(accepted), "state": "accepted"},
        {"partner_id": str(invited), "state": "invited"},
    ]
    url = f"{EVENTS}/{over(consortium, cohosts=cohosts)}/outcome"
    for door in (consortium.office, consortium.with_role("viewer", accepted)):
        assert door.get(url).status_code == 200
    assert consortium.with_role("coordinator", invited).get(url).status_code == 403
    assert (
        consortium.with_role("coordinator", accepted).put(url, json=NUMBERS, headers={"If-Match": "*"}).status_code
        == 403
    )
