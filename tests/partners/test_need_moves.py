"""The lives of needs and strengths, against tables written by hand, whatever somebody tries in whatever order."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.partners.consortium import Consortium
from tests.partners.matching import Json, Matching

# From where, by which move, to where; whatever is not written here is refused.
NEEDS = {
    "new": {"triage": "triaged", "rejection": "rejected", "merger": "merged", "closure": "closed_unmet"},
    "triaged": {
        "publication": "published",
        "rejection": "rejected",
        "merger": "merged",
        "closure": "closed_unmet",
    },
    "published": {"pause": "on_hold", "closure": "closed_unmet"},
    "on_hold": {"resumption": "published", "closure": "closed_unmet"},
    "closed_unmet": {"reopening": "triaged"},
    "rejected": {},
    "merged": {},
}
MATCHED = {
    "matched": {"start": "in_progress", "pause": "on_hold", "closure": "closed_unmet"},
    "in_progress": {"resolution": "resolved", "pause": "on_hold", "closure": "closed_unmet"},
    "resolved": {"reopening": "triaged"},
}
STRENGTHS = {
    "draft": {"offer": "offered", "withdrawal": "withdrawn"},
    "offered": {"pause": "paused", "withdrawal": "withdrawn"},
    "paused": {"resumption": "offered", "withdrawal": "withdrawn"},
    "withdrawn": {},
}
MOVES = sorted({move for table in (NEEDS, MATCHED) for moves in table.values() for move in moves})
SAY_WHY = {"rejection", "closure", "resolution", "pause"}
_ANY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def matching(consortium: Consortium) -> Matching:
    return Matching(consortium)


def _body(matching: Matching, move: str) -> Json | None:
    if move == "merger":
        return {"into": matching.need()["id"]}
    return {"reason": "They said so."} if move in SAY_WHY else None


@given(tried=st.lists(st.sampled_from(MOVES), min_size=1, max_size=8))
@_ANY
def test_a_need_goes_where_the_table_says_and_a_refusal_names_the_ways_out(
    matching: Matching, tried: list[str]
) -> None:
    need, state = matching.need(), "new"
    for move in tried:
        answer = matching.office.post(f"/api/v1/needs/{need['id']}/{move}", json=_body(matching, move))
        if move in NEEDS[state]:
            state = NEEDS[state][move]
            assert (answer.status_code, answer.json()["state"]) == (200, state), answer.text
        else:
            assert (answer.status_code, answer.json()["code"]) == (409, "invalid-transition")
            assert set(answer.json()["allowed"]) - {"change"} == set(NEEDS[state])
    assert matching.now("needs", need)["state"] == state


def test_a_matched_need_does_too(matching: Matching) -> None:
    for state, ways in MATCHED.items():
        for move in MOVES:
            need = _matched(matching, state)
            answer = matching.office.post(f"/api/v1/needs/{need['id']}/{move}", json=_body(matching, move))
            expected = (200, ways[move]) if move in ways else (409, state)
            assert (answer.status_code, matching.now("needs", need)["state"]) == expected, (state, move)


def _matched(matching: Matching, state: str) -> Json:
    need = matching.published()
    matching.accepted(need, matching.strength())
    if state in {"in_progress", "resolved"}:
        matching.moved(matching.office, "needs", need, "start")
    if state == "resolved":
        matching.moved(matching.office, "needs", need, "resolution", reason="Vans run.")
    return need


@given(tried=st.lists(st.sampled_from(["offer", "pause", "resumption", "withdrawal"]), min_size=1, max_size=7))
@_ANY
def test_a_strength_goes_where_the_table_says(matching: Matching, tried: list[str]) -> None:
    strength, state = matching.strength(), "offered"
    for move in tried:
        body = {"reason": "Repairs."} if move == "pause" else None
        answer = matching.giving.post(f"/api/v1/strengths/{strength['id']}/{move}", json=body)
        if move in STRENGTHS[state]:
            state = STRENGTHS[state][move]
            assert (answer.status_code, answer.json()["state"]) == (200, state)
        else:
            assert (answer.status_code, set(answer.json()["allowed"]) - {"change"}) == (409, set(STRENGTHS[state]))


def test_what_was_on_hold_goes_on_from_where_it_stood(matching: Matching) -> None:
    need = matching.published()
    matching.accepted(need, matching.strength())
    matching.moved(matching.office, "needs", need, "start")
    matching.moved(matching.office, "needs", need, "pause", reason="The vans are in repair.")
    assert matching.moved(matching.office, "needs", need, "resumption")["state"] == "in_progress"


@pytest.mark.parametrize("move", ["closure", "rejection"])
def test_who_closes_a_need_says_why(matching: Matching, move: str) -> None:
    need = matching.need()
    assert matching.office.post(f"/api/v1/needs/{need['id']}/{move}", json={"reason": ""}).status_code == 422
    assert matching.moved(matching.office, "needs", need, move, reason="No funds.")["state_reason"] == "No funds."


def test_a_need_cannot_be_merged_into_itself_or_into_one_that_is_gone(matching: Matching) -> None:
    need, gone = matching.need(), matching.need()
    matching.moved(matching.office, "needs", gone, "rejection", reason="Not here.")
    for into in (need, gone):
        answer = matching.office.post(f"/api/v1/needs/{need['id']}/merger", json={"into": into["id"]})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/into")


def test_who_raised_a_need_may_mend_it_until_somebody_has_looked_at_it(matching: Matching) -> None:
    need = matching.need()
    at, tag = f"/api/v1/needs/{need['id']}", {"If-Match": f'"{need["version"]}"'}
    assert matching.needing.patch(at, json={"title": "Rides home"}, headers=tag).json()["title"] == "Rides home"
    matching.moved(matching.office, "needs", need, "triage")
    assert matching.needing.patch(at, json={"title": "Else"}, headers={"If-Match": "*"}).status_code == 403
    assert matching.office.patch(at, json={"title": "Else"}, headers={"If-Match": "*"}).status_code == 200
