"""Who must review: a partner says so for itself, the office for all, and the stricter holds."""

import pytest

from tests.events.consortium import Consortium
from tests.events.reviewing import APPROVED, RULES, ask, ruled, submitted, waiting


@pytest.mark.parametrize(
    ("for_all", "own", "holds"),
    [
        (None, None, "nobody"),
        (None, "partner", "partner"),
        ("partner", None, "partner"),
        ("partner", "nobody", "partner"),
        ("partner", "office", "office"),
        ("office", "partner", "office"),
        ("nobody", "partner", "partner"),
    ],
)
def test_of_the_rule_for_all_and_the_partners_own_the_stricter_holds(
    consortium: Consortium, for_all: str | None, own: str | None, holds: str
) -> None:
    if for_all:
        ruled(consortium, for_all)
    if own:
        ruled(consortium, own, consortium.host)
    assert consortium.coordinator.get(f"{RULES}/{consortium.host}").json()["holds"] == holds
    answer = ask(consortium.coordinator, consortium.draft(), "publication")
    assert answer.status_code == (200 if holds == "nobody" else 409), answer.text
    if holds != "nobody":
        problem = answer.json()
        assert (problem["code"], problem["state"]) == ("review-required", "draft")
        assert problem["allowed"] == ["cancellation", "change", "submission"]
        assert "Submit it for review" in problem["detail"]


def test_the_office_reviews_where_its_rule_holds_and_the_partners_reviewer_does_not(consortium: Consortium) -> None:
    ruled(consortium, "office")
    reviewer = consortium.with_role("reviewer", consortium.host)
    event = submitted(consortium)
    assert (waiting(reviewer), waiting(consortium.office)) == ([], [event["id"]])
    assert ask(reviewer, event, "review", APPROVED).status_code == 403
    assert ask(consortium.office, event, "review", APPROVED).json()["state"] == "published"


def test_a_rule_is_set_once_by_who_saw_the_last(consortium: Consortium) -> None:
    admin, url = consortium.with_role("admin", consortium.host), f"{RULES}/{consortium.host}"
    assert admin.get(url).headers["ETag"] == '"0"'
    assert admin.put(url, json={"reviewers": "partner"}).status_code == 428
    first = admin.put(url, json={"reviewers": "partner"}, headers={"If-Match": '"0"'})
    assert (first.json()["version"], first.headers["ETag"]) == (1, '"1"')
    assert admin.put(url, json={"reviewers": "office"}, headers={"If-Match": '"0"'}).status_code == 412
    assert [rule["reviewers"] for rule in admin.get(RULES).json()["items"]] == ["partner"]
    noted = consortium.execute("SELECT what, why FROM audit WHERE what LIKE 'review_rule%'")
    assert noted == [("review_rule.change", "partner")]
