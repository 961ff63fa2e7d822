"""Whoever raised a need hears of each step once; the sides of a match are asked once, and told what came of it."""

import pytest

from tests.partners.consortium import Consortium
from tests.partners.matching import Matching


@pytest.fixture
def matching(consortium: Consortium) -> Matching:
    return Matching(consortium)


def test_whoever_raised_a_need_hears_of_each_step_and_why(matching: Matching) -> None:
    need = matching.published()
    matching.moved(matching.office, "needs", need, "pause", reason="The vans are in repair.")
    matching.moved(matching.office, "needs", need, "resumption")
    matching.moved(matching.office, "needs", need, "closure", reason="Nobody has a van.")
    told = matching.consortium.told("need_moved")
    assert [(one["step"], one["note"]) for one in told] == [
        ("triaged", ""),
        ("published", ""),
        ("on_hold", "The vans are in repair."),
        ("published", ""),
        ("closed_unmet", "Nobody has a van."),
    ]
    assert {one["raised_for"] for one in told} == {str(matching.pantry.id)}
    assert len({one["raised_by"] for one in told}) == 1


def test_a_need_that_is_mended_or_imported_is_told_to_nobody(matching: Matching) -> None:
    need = matching.need()
    at = f"/api/v1/needs/{need['id']}"
    matching.said(matching.office.patch(at, json={"summary": "More"}, headers={"If-Match": "*"}))
    matching.imported("needs", title="Older", community_id=matching.community, state="published")
    assert matching.consortium.told("need_moved") == []


def test_both_sides_are_asked_by_the_office_and_the_other_by_a_side(matching: Matching) -> None:
    need, strength = matching.published(), matching.strength()
    matching.proposed(need, strength)
    matching.proposed(matching.published(), matching.strength(), by=matching.giving)
    asked = [(one["side"], one["partner_id"]) for one in matching.consortium.told("match_proposed")]
    pantry, school = str(matching.pantry.id), str(matching.school.id)
    assert asked == [("need", pantry), ("strength", school), ("need", pantry)]


def test_what_came_of_a_match_is_told_once_for_each_outcome(matching: Matching) -> None:
    match = matching.accepted(matching.published(), matching.strength())
    matching.moved(matching.giving, "matches", match, "activation")
    matching.moved(matching.giving, "matches", match, "completion", reason="Forty rides.")
    other = matching.proposed(matching.published(), matching.strength())
    at = f"/api/v1/matches/{other['id']}/answer"
    matching.said(matching.giving.post(at, json={"answer": "no", "reason": "A van is no bus."}))
    told = [(one["outcome"], one["note"]) for one in matching.consortium.told("match_settled")]
    assert told == [("accepted", ""), ("completed", "Forty rides."), ("declined", "A van is no bus.")]
    assert [one["step"] for one in matching.consortium.told("need_moved")].count("matched") == 1
