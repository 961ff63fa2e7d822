"""The life of an agreement, against a table written by hand, and whatever somebody tries in whatever order."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.partners.agreed import TODAY, Agreed, morning_of
from tests.partners.conftest import StandingClock
from tests.partners.consortium import Consortium

# From where, by which move, to where; whatever is not written here is refused. What is signed has begun already.
TABLE = {
    "draft": {"submission": "in_review", "withdrawal": "withdrawn"},
    "in_review": {"signature": "in_force", "withdrawal": "withdrawn"},
    "in_force": {"suspension": "suspended", "termination": "terminated"},
    "suspended": {"resumption": "in_force", "termination": "terminated"},
    "terminated": {},
    "withdrawn": {},
}
MOVES = ("submission", "signature", "suspension", "resumption", "termination", "withdrawal")
WITH_REASON = {"suspension", "termination"}


@pytest.fixture
def agreed(consortium: Consortium, time: StandingClock) -> Agreed:
    time.time = morning_of(TODAY)
    return Agreed(consortium)


@given(tried=st.lists(st.sampled_from(MOVES), min_size=1, max_size=8))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_path_leads_where_the_table_says_and_a_refusal_names_the_ways_out(
    agreed: Agreed, tried: list[str]
) -> None:
    agreement, state = agreed.draft(), "draft"
    for move in tried:
        body = {"reason": "They asked for it."} if move in WITH_REASON else None
        answer = agreed.office.post(f"/api/v1/agreements/{agreement['id']}/{move}", json=body)
        if move in TABLE[state]:
            assert answer.status_code == 200, answer.text
            state = TABLE[state][move]
            assert answer.json()["state"] == state
            assert answer.headers["ETag"] == f'"{answer.json()["version"]}"'
        else:
            assert (answer.status_code, answer.json()["code"]) == (409, "invalid-transition")
            assert set(answer.json()["allowed"]) - {"change"} == set(TABLE[state])
    assert agreed.now(agreement)["state"] == state


@pytest.mark.parametrize("move", sorted(WITH_REASON))
def test_what_is_interrupted_or_ended_says_why(agreed: Agreed, move: str) -> None:
    agreement = agreed.signed()
    at = f"/api/v1/agreements/{agreement['id']}/{move}"
    assert agreed.office.post(at, json={"reason": ""}).status_code == 422
    assert agreed.moved(agreement, move, reason="The clinic moves.")["state_reason"] == "The clinic moves."
