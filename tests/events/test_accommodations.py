"""Requests for accommodations: who may ask, who reads what is asked, and what may follow what."""

from itertools import product
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.events.arranging import A_NEED, HERE, Case
from tests.events.consortium import EVENTS, Consortium

# State → move → the state that follows. Whatever is not here is refused.
TABLE = {
    "requested": {"acknowledgement": "acknowledged", "withdrawal": "withdrawn"},
    "acknowledged": {"arrangement": "arranging", "withdrawal": "withdrawn"},
    "arranging": {
        "alternative": "alternative_offered",
        "confirmation": "confirmed",
        "impossibility": "not_possible",
        "withdrawal": "withdrawn",
    },
    "alternative_offered": {
        "acceptance": "confirmed",
        "refusal": "declined_by_person",
        "withdrawal": "withdrawn",
    },
    "confirmed": {"arrangement": "arranging", "fulfillment": "fulfilled", "withdrawal": "withdrawn"},
    "not_possible": {"endorsement": "not_possible", "objection": "arranging", "withdrawal": "withdrawn"},
    "fulfilled": {},
    "declined_by_person": {},
    "withdrawn": {},
}
WHOSE = {
    "arranger": {
        "acknowledgement",
        "arrangement",
        "alternative",
        "confirmation",
        "fulfillment",
        "impossibility",
    },
    "person": {"acceptance", "refusal", "withdrawal"},
    "office": {"endorsement", "objection"},
}
MOVES = sorted(set().union(*WHOSE.values()))
# Move → what is told of it; the rest is nobody's news.
TOLD = {
    "acknowledgement": "acknowledged",
    "alternative": "alternative_offered",
    "confirmation": "confirmed",
    "acceptance": "confirmed",
    "refusal": "declined_by_person",
    "impossibility": "review_needed",
    "objection": "sent_back",
    "endorsement": "not_possible",
    "fulfillment": "fulfilled",
    "withdrawal": "withdrawn",
}


@pytest.fixture
def case(consortium: Consortium) -> Case:
    return Case(consortium)


def test_every_move_in_every_state_by_everybody_is_answered_as_the_table_says(case: Case) -> None:
    for state, move, (who, own) in product(TABLE, MOVES, WHOSE.items()):
        case.is_in(state)
        seen = who != "office" or state == "not_possible"
        answer, follows = case.move(who, move), TABLE[state].get(move)
        asked = (state, move, who)
        if not seen:
            assert answer.status_code == 404, asked
        elif move not in own:
            assert answer.status_code == 403, asked
        elif follows is None:
            assert (answer.status_code, answer.json()["code"]) == (409, "invalid-transition"), asked
            assert answer.json()["allowed"] == sorted(own & TABLE[state].keys()), asked
        else:
            assert (answer.status_code, answer.json()["state"]) == (200, follows), asked
        assert case.state() == (follows if answer.status_code == 200 else state), asked


def test_whatever_happens_in_whatever_order_each_move_is_told_once(case: Case) -> None:
    @settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
    @given(
        st.lists(
            st.sampled_from([(who, move) for who, own in WHOSE.items() for move in sorted(own)]),
            min_size=5,
            max_size=16,
        )
    )
    def a_life(steps: list[tuple[str, str]]) -> None:
        case.consortium.execute("DELETE FROM accommodations; DELETE FROM outbox")
        case.id, state, told = case.asked()["id"], "requested", ["requested"]
        for who, move in steps:
            answer = case.move(who, move)
            if move in TABLE[state]:
                assert answer.status_code == 200, (state, move, answer.text)
                state = TABLE[state][move]
                told += [TOLD[move]] if move in TOLD else []
            else:
                assert answer.status_code in (404, 409), (state, move, answer.text)
            assert (case.state(), case.told()) == (state, told)

    a_life()


def test_a_request_is_read_by_whoever_asked_and_those_who_arrange_alone(case: Case) -> None:
    consortium, partner = case.consortium, case.consortium.partner()
    consortium.execute(
        "INSERT INTO cohosts (event_id, partner_id, place, role, state)"
        " VALUES (:event, :partner, 0, 'cohost', 'accepted')",
        event=case.event["id"],
        partner=partner,
    )
    readers = {"person": case.doors["person"], "coordinator": consortium.coordinator}
    readers["admin"] = consortium.with_role("admin", consortium.host)
    others: dict[str, TestClient] = {
        "viewer": consortium.with_role("viewer", consortium.host),
        "reviewer": consortium.with_role("reviewer", consortium.host),
        "co-host": consortium.with_role("admin", partner),
        "elsewhere": consortium.with_role("coordinator", consortium.partner()),
        "office": consortium.office,
        "operator": consortium.as_(consortium.person(consortium_roles=("operator",))),
        "somebody": consortium.as_(consortium.person()),
    }
    for who, door in readers.items():
        assert door.get(f"{HERE}/{case.id}").json()["details"] == A_NEED["details"], who
        assert [each["id"] for each in door.get(HERE).json()["items"]] == [case.id], who
    for who, door in others.items():
        assert door.get(f"{HERE}/{case.id}").status_code == 404, who
        assert door.post(f"{HERE}/{case.id}/acknowledgement").status_code == 404, who
        assert door.get(HERE).json()["items"] == [], who
    assert consortium.http.get(HERE).status_code == 401
    shown = consortium.coordinator.get(f"{HERE}/{case.id}").json()
    assert (shown["name"], shown["contact"], shown["kinds"]) == ("Noor Nwosu", "555 0142", ["captioning"])


def test_where_arrangers_are_named_the_others_of_the_host_read_nothing(case: Case) -> None:
    consortium = case.consortium
    arranger = consortium.person(roles=({"partner_id": consortium.host, "role": "coordinator"},))
    url = f"{EVENTS}/{case.event['id']}/arrangers"
    named = consortium.coordinator.post(url, json={"person_ids": [str(arranger)]})
    assert named.json() == {"person_ids": [str(arranger)]}
    assert consortium.coordinator.get(f"{HERE}/{case.id}").status_code == 404
    assert consortium.coordinator.get(url).status_code == 404
    door = consortium.as_(arranger)
    assert door.get(f"{HERE}/{case.id}").status_code == 200
    assert case.doors["person"].post(f"{HERE}/{case.id}/withdrawal").status_code == 200
    assert consortium.told("accommodation_changed")[-1]["arranger_ids"] == [str(arranger)]
    assert door.post(url, json={"person_ids": []}).status_code == 200
    assert consortium.coordinator.get(f"{HERE}/{case.id}").status_code == 200


def test_nobody_is_named_an_arranger_who_does_not_coordinate_at_the_host(case: Case) -> None:
    answer = case.consortium.coordinator.post(
        f"{EVENTS}/{case.event['id']}/arrangers", json={"person_ids": [str(case.person_id)]}
    )
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/person_ids/0")


def test_whoever_may_not_see_an_event_cannot_ask_of_it(case: Case) -> None:
    draft = case.consortium.draft()
    door = case.doors["person"]
    assert door.post(f"{EVENTS}/{draft['id']}/accommodations", json=A_NEED).status_code == 404
    assert case.consortium.http.post(f"{EVENTS}/{case.event['id']}/accommodations", json=A_NEED).status_code == 401


@pytest.mark.parametrize(("days", "status"), [(None, 201), (41, 201), (43, 409)])
def test_requests_close_so_many_days_before_as_the_event_says(
    consortium: Consortium, days: int | None, status: int
) -> None:
    event = consortium.published(accessibility={"requests_close_days": days})
    door = consortium.as_(consortium.person())
    answer = door.post(f"{EVENTS}/{event['id']}/accommodations", json=A_NEED)
    assert answer.status_code == status, answer.text
    if status == 409:
        assert (answer.json()["code"], answer.json()["contact"]) == ("requests-closed", "access@example.org")


@pytest.mark.parametrize("body", [{}, {"kinds": []}, {"details": "  "}])
def test_a_request_for_nothing_is_refused(case: Case, body: dict[str, Any]) -> None:
    answer = case.doors["person"].post(f"{EVENTS}/{case.event['id']}/accommodations", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "required")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "soon"])
def test_a_day_out_of_reach_is_refused_beside_its_field(case: Case, day: str) -> None:
    url = f"{EVENTS}/{case.event['id']}/accommodations"
    answer = case.doors["person"].post(url, json=A_NEED | {"needed_by": day})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/needed_by")


@pytest.mark.parametrize("move", ["alternative", "impossibility", "objection"])
def test_what_is_offered_instead_and_why_something_cannot_be_must_be_said(case: Case, move: str) -> None:
    case.is_in("not_possible" if move == "objection" else "arranging")
    who = "office" if move == "objection" else "arranger"
    answer = case.doors[who].post(f"{HERE}/{case.id}/{move}", json={"answer": " "})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/answer")


def test_a_list_is_narrowed_and_goes_on_page_after_page(case: Case) -> None:
    ids = [case.id, *(case.asked()["id"] for _ in range(4))]
    case.id = ids[0]
    case.move("person", "withdrawal")
    door = case.consortium.coordinator
    first = door.get(HERE, params={"limit": 3}).json()
    rest = door.get(HERE, params={"limit": 3, "cursor": first["next"]}).json()
    assert [each["id"] for each in first["items"] + rest["items"]] == ids
    assert rest["next"] is None
    for query, expected in (
        ({"unsettled": True}, ids[1:]),
        ({"unsettled": False}, ids[:1]),
        ({"part": "person"}, []),
        ({"part": "arranger"}, ids),
        ({"event": case.event["id"]}, ids),
        ({"event": case.id}, []),
    ):
        assert [each["id"] for each in door.get(HERE, params=query).json()["items"]] == expected, query
