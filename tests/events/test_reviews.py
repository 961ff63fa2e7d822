"""Reviews: who is asked to look at an event, who may answer, and what is told of it."""

import pytest

from tests.events.consortium import EVENTS, Consortium, changed
from tests.events.reviewing import APPROVED, REVIEWS, ask, ruled, somebody, submitted, waiting


def test_an_approval_publishes_and_the_staff_hear_of_it_as_of_a_publication(consortium: Consortium) -> None:
    ruled(consortium, "partner", consortium.host)
    reviewer_id = somebody(consortium, "reviewer")
    event = submitted(consortium)
    assert consortium.told() == ["review_requested"]
    [asked] = consortium.told("review_requested")
    assert asked["reviewer_ids"] == [str(reviewer_id)]
    assert (asked["reviewers"], asked["occasion"]["event_id"]) == ("partner", event["id"])
    published = ask(consortium.as_(reviewer_id), event, "review", APPROVED)
    assert (published.status_code, published.json()["state"]) == (200, "published")
    assert consortium.told() == ["review_requested", "event_published"]
    assert consortium.http.get(f"{EVENTS}/{event['id']}").status_code == 200


def test_whoever_asked_and_is_not_of_the_staff_is_told_of_an_approval_apart(consortium: Consortium) -> None:
    event = consortium.draft()
    consortium.with_role("reviewer", consortium.host)
    assert ask(consortium.office, event, "submission").status_code == 200
    other = consortium.as_(consortium.person(consortium_roles=("office",)))
    assert ask(other, event, "review", APPROVED).status_code == 200
    assert consortium.told() == ["review_requested", "event_published", "review_answered"]
    [asked], [answered] = consortium.told("review_requested"), consortium.told("review_answered")
    assert answered["requested_by"] == asked["requested_by"]
    assert answered["answer"] == "approved"


def test_changes_are_asked_for_with_a_note_and_the_event_is_submitted_again(consortium: Consortium) -> None:
    reviewer = consortium.with_role("reviewer", consortium.host)
    event = submitted(consortium)
    mute = ask(reviewer, event, "review", {"answer": "changes_requested", "note": "  "})
    assert (mute.status_code, mute.json()["errors"][0]["pointer"]) == (422, "/note")
    answer = ask(reviewer, event, "review", {"answer": "changes_requested", "note": "Which door?"})
    assert answer.json()["state"] == "changes_requested"
    [told] = consortium.told("review_answered")
    assert (told["answer"], told["note"]) == ("changes_requested", "Which door?")
    assert ask(consortium.coordinator, event, "submission", {"note": "The blue one."}).status_code == 200
    assert ask(reviewer, event, "review", APPROVED).json()["state"] == "published"
    kept = consortium.coordinator.get(REVIEWS, params={"event": event["id"]}).json()["items"]
    assert [(each["state"], each["request_note"], each["answer_note"]) for each in kept] == [
        ("changes_requested", "", "Which door?"),
        ("approved", "The blue one.", ""),
    ]


@pytest.mark.parametrize(
    ("roles", "asked"),
    [(("reviewer", "admin"), ["reviewer"]), (("admin", "viewer"), ["admin"]), (("viewer",), ["office"])],
)
def test_reviewers_are_asked_else_admins_else_the_office(
    consortium: Consortium, roles: tuple[str, ...], asked: list[str]
) -> None:
    office = consortium.person(consortium_roles=("office",))
    people = {role: somebody(consortium, role) for role in roles} | {"office": office}
    event = submitted(consortium)
    [told] = consortium.told("review_requested")
    assert told["reviewer_ids"] == [str(people[role]) for role in asked]
    for role, person in people.items():
        assert waiting(consortium.as_(person)) == ([event["id"]] if role in asked else [])
    for role, person in people.items():
        if role not in asked and role != "office":
            assert ask(consortium.as_(person), event, "review", APPROVED).status_code == 403


def test_nobody_judges_her_own_unless_there_is_nobody_else(consortium: Consortium) -> None:
    both_id = somebody(consortium, "coordinator", "reviewer")
    both = consortium.as_(both_id)
    event = consortium.draft()
    assert ask(both, event, "submission").status_code == 200
    assert waiting(both) == [event["id"]]
    other = consortium.with_role("reviewer", consortium.host)
    assert (waiting(both), waiting(other)) == ([], [event["id"]])
    refused = ask(both, event, "review", APPROVED)
    assert (refused.status_code, refused.json()["code"]) == (403, "own-submission")
    assert ask(other, event, "review", APPROVED).status_code == 200
    alone_at = consortium.partner()
    alone = consortium.as_(somebody(consortium, "coordinator", "reviewer", partner=alone_at))
    own = alone.post(EVENTS, json=consortium.an_event(host_id=str(alone_at), venue={"name": "Elsewhere"})).json()
    assert ask(alone, own, "submission").status_code == 200
    assert ask(alone, own, "review", APPROVED).json()["state"] == "published"


def test_a_submission_is_taken_back_and_then_waits_for_nobody(consortium: Consortium) -> None:
    reviewer = consortium.with_role("reviewer", consortium.host)
    event = submitted(consortium)
    assert ask(consortium.coordinator, event, "withdrawal").json()["state"] == "draft"
    assert waiting(reviewer) == []
    answer = ask(reviewer, event, "review", APPROVED)
    assert (answer.status_code, answer.json()["code"]) == (409, "invalid-transition")
    assert consortium.told() == ["review_requested"]


def test_an_edit_meanwhile_is_seen_and_an_answer_to_what_was_before_is_stale(consortium: Consortium) -> None:
    reviewer = consortium.with_role("reviewer", consortium.host)
    event = submitted(consortium)
    edited = changed(consortium.coordinator, event, title="Summer forum").json()
    assert edited["state"] == "submitted"
    [waits] = reviewer.get(REVIEWS).json()["items"]
    assert waits["edited_at"] is not None
    stale = ask(reviewer, event, "review", APPROVED | {"version": event["version"]})
    assert (stale.status_code, stale.json()["code"]) == (412, "version-conflict")
    assert ask(reviewer, event, "review", APPROVED | {"version": edited["version"]}).status_code == 200


def test_an_event_given_to_another_host_is_a_draft_again(consortium: Consortium) -> None:
    other = consortium.partner()
    held = tuple({"partner_id": partner, "role": "coordinator"} for partner in (consortium.host, other))
    both = consortium.as_(consortium.person(roles=held))
    reviewer = consortium.with_role("reviewer", consortium.host)
    event = submitted(consortium)
    assert changed(both, event, host_id=str(other)).json()["state"] == "draft"
    assert waiting(reviewer) == []


def test_what_was_imported_as_submitted_waits_and_its_answer_is_told_to_nobody(consortium: Consortium) -> None:
    access = {"statement": "Step-free.", "contact": "access@example.org"}
    record = consortium.a_record(state="submitted", accessibility=access)
    [item] = consortium.imported(record)
    reviewer = consortium.with_role("reviewer", consortium.host)
    # Nobody held a role when it came in, so that the office was asked.
    assert (waiting(consortium.office), waiting(reviewer)) == ([item["id"]], [])
    consortium.imported(record | {"state": "draft"})
    assert waiting(consortium.office) == []
    consortium.imported(record)
    [waits] = reviewer.get(REVIEWS).json()["items"]
    assert (waits["requested_by"], waits["event"]["id"]) == (None, item["id"])
    answer = ask(reviewer, item, "review", {"answer": "changes_requested", "note": "Which door?"})
    assert answer.json()["state"] == "changes_requested"
    assert consortium.told() == []


def test_what_cannot_be_published_for_want_of_access_cannot_be_submitted(consortium: Consortium) -> None:
    event = consortium.draft(accessibility={"statement": "", "contact": ""})
    answer = ask(consortium.coordinator, event, "submission")
    assert answer.status_code == 422
    assert [flaw["pointer"] for flaw in answer.json()["errors"]] == [
        "/accessibility/statement",
        "/accessibility/contact",
    ]


def test_a_preview_knows_reviews_and_tells_whom_they_would_reach(consortium: Consortium) -> None:
    reviewer_id = somebody(consortium, "reviewer")
    reviewer, event = consortium.as_(reviewer_id), consortium.draft()
    url = f"{EVENTS}/{event['id']}/preview"
    [message] = consortium.coordinator.post(url, json={"change": {"submission": {}}}).json()["messages"]
    assert (message["name"], message["body"]["reviewer_ids"]) == ("events.review_requested", [str(reviewer_id)])
    assert (consortium.told(), waiting(reviewer)) == ([], [])
    ask(consortium.coordinator, event, "submission")
    change = {"change": {"review": APPROVED}}
    assert [each["name"] for each in reviewer.post(url, json=change).json()["messages"]] == ["events.event_published"]
    assert consortium.coordinator.post(url, json=change).status_code == 403
    assert waiting(reviewer) == [event["id"]]


def test_the_reason_of_a_postponement_is_shown_while_it_holds_and_kept_for_ever(consortium: Consortium) -> None:
    event = consortium.published()
    reason = "The hall is flooded."
    postponed = ask(consortium.coordinator, event, "postponement", {"reason": reason}).json()
    assert (postponed["state"], postponed["postpone_reason"]) == ("postponed", reason)
    assert postponed["sequence"] == event["sequence"] + 1
    assert consortium.told("event_changed")[-1]["postpone_reason"] == reason
    later = postponed["ends_at"].replace("T20", "T21")
    back = changed(consortium.coordinator, postponed, ends_at=later).json()
    assert (back["state"], back["postpone_reason"]) == ("published", None)
    assert (reason,) in consortium.execute("SELECT why FROM audit")
