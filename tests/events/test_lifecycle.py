"""An event's life: drafted, published, moved, cancelled; and who is told of it."""

from typing import Any
from uuid import uuid4

import pytest

from tests.events.consortium import EVENTS, Consortium, changed


def _cancelled(consortium: Consortium, event: dict[str, Any]) -> Any:
    return consortium.coordinator.post(f"{EVENTS}/{event['id']}/cancellation", json={"reason": "The hall is closed."})


def test_a_draft_is_told_to_nobody_whatever_becomes_of_it(consortium: Consortium) -> None:
    event = consortium.draft()
    event = changed(consortium.coordinator, event, title="Winter forum").json()
    consortium.coordinator.post(f"{EVENTS}/{event['id']}/cancellation", json={"reason": "Not enough hands."})
    assert consortium.told() == []
    assert consortium.http.get(f"{EVENTS}/{event['id']}").status_code == 404


def test_a_published_event_is_told_whole(consortium: Consortium) -> None:
    community, initiative, guest = consortium.community(), consortium.initiative(), consortium.person()
    event = consortium.published(
        summary="What we will do.",
        kind="meeting",
        community_ids=[str(community)],
        initiative_id=str(initiative),
        invited_person_ids=[str(guest)],
        topics=["Community"],
        sdoh=["food-insecurity"],
        audiences=["families"],
        online_url="https://meet.example.org/forum",
        visibility="private",
        languages=["en", "es"],
        cost="free",
        capacity=40,
    )
    assert consortium.told() == ["event_published"]
    told = consortium.told("event_published")[0]
    same = told.keys() & event.keys() - {"starts_at", "ends_at", "venue"}
    assert {name: told[name] for name in same} == {name: event[name] for name in same}
    assert told["event_id"] == event["id"]
    assert told["venue"]["name"] == event["venue"]["name"]
    assert told["starts_at"][:16] == event["starts_at"][:16]  # the event's zone is Greenwich's
    assert told["accessibility_statement"] == event["accessibility"]["statement"] == "Step-free from the street."
    assert (told["state"], told["attendance_mode"], told["version"]) == ("published", "mixed", 2)


def test_moving_raises_the_sequence_and_a_typo_does_not(consortium: Consortium) -> None:
    event = consortium.published()
    later = event["starts_at"].replace("T18:00", "T18:30")
    for patch, sequence in (
        ({"summary": "Without the typo."}, 0),
        ({"starts_at": later}, 1),
        ({"venue": {"name": "Gym"}}, 2),
        ({"online_url": "https://meet.example.org/1", "attendance_mode": "mixed"}, 3),
        ({"title": "Autumn forum"}, 3),
    ):
        event = changed(consortium.coordinator, event, **patch).json()
        assert event["sequence"] == sequence, patch
        assert event | patch | {"venue": event["venue"], "accessibility": event["accessibility"]} == event
    assert consortium.told() == ["event_published", *["event_changed"] * 5]
    assert [body["version"] for body in consortium.told("event_changed")] == [3, 4, 5, 6, 7]
    assert consortium.told("event_changed")[-1]["title"] == "Autumn forum"


def test_saying_what_is_so_already_changes_nothing(consortium: Consortium) -> None:
    event = consortium.published()
    same = {
        name: event[name] for name in ("title", "venue", "starts_at", "ends_at", "time_zone", "host_id", "topics")
    }
    answer = changed(consortium.coordinator, event, **same)
    assert answer.json() == event
    assert consortium.told() == ["event_published"]


def test_a_cancelled_event_says_why_and_is_told_once(consortium: Consortium) -> None:
    event = consortium.published()
    cancelled = _cancelled(consortium, event).json()
    assert (cancelled["state"], cancelled["cancel_reason"]) == ("cancelled", "The hall is closed.")
    assert cancelled["sequence"] == event["sequence"] + 1
    assert _cancelled(consortium, cancelled).status_code == 409
    assert [body["cancel_reason"] for body in consortium.told("event_cancelled")] == ["The hall is closed."]
    assert consortium.http.get(f"{EVENTS}/{event['id']}").json() == cancelled


@pytest.mark.parametrize(
    "change",
    [
        {"publication": {}},
        {"patch": {"title": "Autumn forum", "capacity": 12}},
        {"postponement": {"reason": "The hall is flooded."}},
        {"cancellation": {"reason": "The hall is closed."}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_preview_is_what_the_change_then_tells(consortium: Consortium, change: dict[str, Any]) -> None:
    event = consortium.draft() if "publication" in change else consortium.published()
    before = consortium.told()
    previewed = consortium.coordinator.post(f"{EVENTS}/{event['id']}/preview", json={"change": change})
    assert previewed.status_code == 200
    assert consortium.told() == before
    assert consortium.coordinator.get(f"{EVENTS}/{event['id']}").json() == event
    if "patch" in change:
        changed(consortium.coordinator, event, **change["patch"])
    else:
        [(move, body)] = change.items()
        consortium.coordinator.post(f"{EVENTS}/{event['id']}/{move}", json=body)
    [message] = previewed.json()["messages"]
    name = message["name"].removeprefix("events.")
    assert consortium.told() == [*before, name]
    assert consortium.told(name) == [message["body"]]


def test_a_preview_of_what_is_not_allowed_says_so(consortium: Consortium) -> None:
    event = consortium.published()
    answer = consortium.coordinator.post(f"{EVENTS}/{event['id']}/preview", json={"change": {"publication": {}}})
    assert (answer.status_code, answer.json()["code"]) == (409, "invalid-transition")
    draft = consortium.draft()
    answer = consortium.coordinator.post(
        f"{EVENTS}/{draft['id']}/preview", json={"change": {"patch": {"title": "Untold"}}}
    )
    assert answer.json() == {"messages": []}


def test_an_event_is_published_only_with_what_people_must_know_of_access(consortium: Consortium) -> None:
    silent = consortium.partner(accessibility_statement="", accessibility_contact="")
    coordinator = consortium.with_role("coordinator", silent)
    event = coordinator.post(EVENTS, json=consortium.an_event(host_id=str(silent))).json()
    answer = coordinator.post(f"{EVENTS}/{event['id']}/publication")
    assert (answer.status_code, answer.json()["code"]) == (422, "required")
    assert [flaw["pointer"] for flaw in answer.json()["errors"]] == [
        "/accessibility/statement",
        "/accessibility/contact",
    ]
    event = changed(coordinator, event, accessibility={"statement": "Two steps.", "contact": "555 0100"}).json()
    assert coordinator.post(f"{EVENTS}/{event['id']}/publication").status_code == 200


def test_what_is_said_of_access_goes_before_what_the_host_says(consortium: Consortium) -> None:
    event = consortium.draft(accessibility={"statement": "Two steps."})
    said = {"statement": "Two steps.", "contact": "access@example.org"}
    assert event["accessibility"] == said | {"step_free": False, "captioning": False, "requests_close_days": None}


def test_the_same_key_twice_is_one_event(consortium: Consortium) -> None:
    key, body = {"Idempotency-Key": str(uuid4())}, consortium.an_event()
    first, second = (consortium.coordinator.post(EVENTS, json=body, headers=key) for _ in range(2))
    assert first.json() == second.json()
    assert first.headers["Location"] == second.headers["Location"] == f"{EVENTS}/{first.json()['id']}"
    assert consortium.execute("SELECT count(*) FROM events") == [(1,)]


def test_a_change_names_the_version_that_it_changes(consortium: Consortium) -> None:
    event = consortium.draft()
    url = f"{EVENTS}/{event['id']}"
    assert consortium.coordinator.patch(url, json={"title": "New"}).status_code == 428
    assert changed(consortium.coordinator, event, title="New").headers["ETag"] == '"2"'
    stale = changed(consortium.coordinator, event, title="Newer")
    assert (stale.status_code, stale.json()["code"]) == (412, "version-conflict")


def test_whoever_changes_an_event_is_noted(consortium: Consortium) -> None:
    event = consortium.published()
    assert consortium.execute("SELECT what, thing_id::text, version FROM audit ORDER BY id") == [
        ("event.draft", event["id"], 1),
        ("event.publication", event["id"], 2),
    ]
