"""Both sides say yes before anything is given, and no more is given than there is."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.partners.consortium import Consortium
from tests.partners.matching import Matching


@pytest.fixture
def matching(consortium: Consortium) -> Matching:
    return Matching(consortium)


def test_with_the_second_yes_the_strength_is_taken_and_the_need_matched(matching: Matching) -> None:
    need, strength = matching.published(), matching.strength()
    match = matching.proposed(need, strength)
    at = f"/api/v1/matches/{match['id']}/answer"
    assert matching.said(matching.giving.post(at, json={"answer": "yes"}))["state"] == "proposed"
    assert matching.now("strengths", strength)["left"] == 2
    assert matching.said(matching.needing.post(at, json={"answer": "yes"}))["state"] == "accepted"
    assert matching.now("strengths", strength)["left"] == 1
    assert matching.now("needs", need)["state"] == "matched"


def test_who_proposes_has_said_yes_for_her_own_side(matching: Matching) -> None:
    need, strength = matching.published(), matching.strength()
    match = matching.proposed(need, strength, by=matching.giving)
    assert (match["strength_said"], match["need_said"]) == ("yes", None)
    answer = matching.needing.post(f"/api/v1/matches/{match['id']}/answer", json={"answer": "yes"})
    assert matching.said(answer)["state"] == "accepted"


def test_a_no_says_why_and_the_pair_is_never_proposed_again(matching: Matching) -> None:
    need, strength = matching.published(), matching.strength()
    match = matching.proposed(need, strength)
    at = f"/api/v1/matches/{match['id']}/answer"
    answer = matching.giving.post(at, json={"answer": "no"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/reason")
    declined = matching.said(matching.giving.post(at, json={"answer": "no", "reason": "A van is no bus."}))
    assert (declined["state"], declined["state_reason"]) == ("declined", "A van is no bus.")
    assert matching.suggested(need) == []
    again = matching.office.post("/api/v1/matches", json={"need_id": need["id"], "strength_id": strength["id"]})
    assert (again.status_code, again.json()["code"]) == (409, "declined-before")


def test_the_office_says_for_which_side_it_answers(matching: Matching) -> None:
    match = matching.proposed(matching.published(), matching.strength())
    at = f"/api/v1/matches/{match['id']}/answer"
    answer = matching.office.post(at, json={"answer": "yes"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/side")
    assert matching.said(matching.office.post(at, json={"answer": "yes", "side": "need"}))["need_said"] == "yes"
    answer = matching.giving.post(at, json={"answer": "yes", "side": "need"})
    assert (answer.status_code, answer.json()["code"]) == (422, "not-your-side")


def test_one_pair_is_proposed_once(matching: Matching) -> None:
    need, strength = matching.published(), matching.strength()
    first = matching.proposed(need, strength)
    again = matching.office.post("/api/v1/matches", json={"need_id": need["id"], "strength_id": strength["id"]})
    assert (again.status_code, again.json()["link"]) == (409, f"/api/v1/matches/{first['id']}")


def test_two_who_take_the_last_of_it_at_once_are_one_yes_and_one_409(matching: Matching) -> None:
    matching.office.get("/api/v1/matches")  # the first request builds the routes
    for _ in range(10):
        strength = matching.strength(capacity={"amount": 1, "unit": "vans", "per": "week"})
        matches = [matching.proposed(matching.published(), strength, by=matching.giving) for _ in range(2)]
        paths = [f"/api/v1/matches/{match['id']}/answer" for match in matches]
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda at: matching.needing.post(at, json={"answer": "yes"}), paths))
        assert sorted(answer.status_code for answer in answers) == [200, 409]
        assert {answer.json()["code"] for answer in answers if answer.status_code == 409} <= {
            "no-capacity-left",
            "not-on-offer",
        }
        assert (after := matching.now("strengths", strength))["state"] == "exhausted", after
        states = sorted(matching.now("matches", match)["state"] for match in matches)
        assert states == ["accepted", "proposed"]


def test_what_is_called_off_or_done_is_free_again(matching: Matching) -> None:
    strength = matching.strength(capacity={"amount": 1, "unit": "vans", "per": "week"})
    need = matching.published()
    match = matching.accepted(need, strength)
    assert matching.now("strengths", strength)["state"] == "exhausted"
    matching.moved(matching.giving, "matches", match, "cancellation", reason="The van broke down.")
    assert matching.now("strengths", strength)["state"] == "offered"
    assert matching.now("needs", need)["state"] == "published"
    match = matching.accepted(need, strength)
    matching.moved(matching.giving, "matches", match, "activation")
    done = matching.moved(matching.needing, "matches", match, "completion", reason="Forty rides.")
    assert (done["state"], done["state_reason"]) == ("completed", "Forty rides.")
    assert matching.now("strengths", strength)["left"] == 1


def test_another_match_keeps_a_need_matched(matching: Matching) -> None:
    need = matching.published()
    first, _ = matching.accepted(need, matching.strength()), matching.accepted(need, matching.strength())
    matching.moved(matching.giving, "matches", first, "cancellation", reason="One is enough.")
    assert matching.now("needs", need)["state"] == "matched"


def test_a_need_that_is_not_open_and_a_strength_that_is_not_on_offer_are_proposed_to_nobody(
    matching: Matching,
) -> None:
    strength = matching.strength()
    body = {"need_id": matching.need()["id"], "strength_id": strength["id"]}
    answer = matching.office.post("/api/v1/matches", json=body)
    assert (answer.status_code, answer.json()["code"]) == (409, "not-open")
    matching.moved(matching.giving, "strengths", strength, "pause", reason="Repairs.")
    answer = matching.office.post("/api/v1/matches", json=body | {"need_id": matching.published()["id"]})
    assert (answer.status_code, answer.json()["code"]) == (409, "not-on-offer")


def test_others_know_nothing_of_a_match(matching: Matching) -> None:
    match = matching.proposed(matching.published(), matching.strength())
    stranger = matching.consortium.with_role("admin", matching.consortium.partner())
    assert stranger.get(f"/api/v1/matches/{match['id']}").status_code == 404
    assert stranger.get("/api/v1/matches").json()["items"] == []
    assert matching.needing.get("/api/v1/matches").json()["items"][0]["id"] == match["id"]


def test_what_nobody_may_know_of_is_shown_to_nobody(matching: Matching) -> None:
    inside = matching.published(visibility="office")
    among = matching.published(visibility="members")
    stranger, staff = (
        matching.consortium.door(),
        matching.consortium.with_role("viewer", matching.consortium.partner()),
    )
    codes = [
        door.get(f"/api/v1/needs/{need['id']}").status_code for door in (stranger, staff) for need in (inside, among)
    ]
    assert codes == [404, 404, 404, 200]


def test_with_more_of_it_a_strength_is_on_offer_again(matching: Matching) -> None:
    strength = matching.strength(capacity={"amount": 1, "unit": "vans", "per": "week"})
    matching.accepted(matching.published(), strength)
    body = {"capacity": {"amount": 3, "unit": "vans", "per": "week"}}
    at = f"/api/v1/strengths/{strength['id']}"
    changed = matching.said(matching.giving.patch(at, json=body, headers={"If-Match": "*"}))
    assert (changed["state"], changed["left"]) == ("offered", 2)
