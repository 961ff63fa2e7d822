"""What the API answers: subscriptions, the ledger, the preview, and the page behind a link."""

from typing import Any

import pytest

from tests.notifications.builders import (
    EVENT,
    HOST,
    a_subscription,
    published,
)
from tests.notifications.doors import Doors, items
from tests.notifications.stage import Stage
from tests.sink import Fault, Sink

SUBSCRIPTIONS = "/api/v1/subscriptions"


def test_following_changing_and_leaving(doors: Doors) -> None:
    bea = doors.to("bea")
    made = bea.post(SUBSCRIPTIONS, json={"target": {"kind": "partner", "id": str(HOST)}, "frequency": "daily"})
    assert made.status_code == 201
    assert made.json()["target"] == {"kind": "partner", "id": str(HOST)}
    where = f"{SUBSCRIPTIONS}/{made.json()['id']}"
    assert bea.patch(where, json={"muted": True}).status_code == 428
    assert bea.patch(where, json={"muted": True}, headers={"If-Match": '"7"'}).status_code == 412
    muted = bea.patch(where, json={"muted": True}, headers={"If-Match": made.headers["ETag"]})
    assert (muted.json()["state"], muted.headers["ETag"]) == ("muted", '"2"')
    assert bea.delete(where, headers={"If-Match": '"2"'}).status_code == 204
    assert bea.get(where).status_code == 404


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"target": {"kind": "partner"}}, "invalid-target"),
        ({"target": {"kind": "everything", "id": "x"}}, "invalid-target"),
        ({"target": {"kind": "partner", "id": "x"}}, "invalid-id"),
        ({"target": {"kind": "partner", "id": str(EVENT)}}, "unknown-reference"),
        ({"target": {"kind": "everything"}, "frequency": "hourly"}, "literal-error"),
        ({"target": {"kind": "everything"}, "is_admin": True}, "unknown-field"),
        ({}, "required"),
    ],
)
def test_what_cannot_be_followed_is_refused(doors: Doors, body: dict[str, Any], code: str) -> None:
    answer = doors.to("bea").post(SUBSCRIPTIONS, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_subscriptions_are_imported_once(doors: Doors, stage: Stage) -> None:
    office, record = doors.to("office"), {**a_subscription(email="Follower@Example.org"), "muted_until": None}
    body = {"records": [record]}

    def outcome() -> str:
        answer = office.post("/api/v1/imports/subscriptions", json=body)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["items"][0]["outcome"])

    assert outcome() == "created"
    assert outcome() == "unchanged"
    record["frequency"] = "weekly"
    assert outcome() == "changed"
    assert stage.rows("SELECT frequency, confirmed FROM subscriptions") == [("weekly", True)]
    listed = items(office.get(SUBSCRIPTIONS))
    assert [(one["email"], one["person_id"]) for one in listed] == [("Follower@example.org", None)]


def test_an_import_that_names_whom_nobody_knows_takes_nothing(doors: Doors, stage: Stage) -> None:
    records = [a_subscription(email="a@example.org"), a_subscription(person="nobody")]
    answer = doors.to("office").post(
        "/api/v1/imports/subscriptions", json={"records": [_json(record) for record in records]}
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0] == {
        "pointer": "/records/1/person_id",
        "code": "unknown-reference",
        "detail": "Not known.",
    }
    assert stage.rows("SELECT FROM subscriptions") == []


def _json(record: dict[str, Any]) -> dict[str, Any]:
    return {key: str(value) if key == "person_id" and value else value for key, value in record.items()}


def test_the_history_answers_whether_she_was_told(doors: Doors, everybody: Stage, sink: Sink) -> None:
    everybody.hear(published())
    everybody.tell()
    sink.fault_for = lambda recipient: Fault("rcpt", "450 4.2.0 later") if recipient == "ana@example.org" else None
    everybody.send(sink.url)
    office = doors.to("office")
    (told,) = items(office.get("/api/v1/deliveries", params={"event": str(EVENT), "recipient": "ANA@example.org"}))
    assert (told["state"], told["route"], told["kind"], told["name"]) == (
        "deferred",
        "staff",
        "event_published",
        "Ana",
    )
    assert [(one["code"], one["enhanced"], one["phase"]) for one in told["attempts"]] == [(450, "4.2.0", "rcpt")]
    (hers,) = items(doors.to("bea").get("/api/v1/deliveries"))
    assert (hers["recipient"], hers["channel"], hers["reason"]) == ("bea@example.org", "daily", "digest")
    (email,) = items(office.get("/api/v1/emails", params={"event": str(EVENT)}))
    assert email["counts"] == {"deferred": 1, "pending": 2, "suppressed": 3}
    assert (email["digest"], email["held"]) == (1, 1)
    assert email["subject"] == "New: Heart-healthy screening, Sat, Dec 5"
    assert email["cause"] == {
        "message": "events.event_published",
        "kind": "event",
        "id": str(EVENT),
        "version": 1,
    }
    assert email["class"] == "normal"
    assert office.get(f"/api/v1/emails/{email['id']}").json() == email


def test_long_histories_come_in_pages(doors: Doors, everybody: Stage) -> None:
    everybody.hear(published())
    everybody.tell()
    office, found, cursor = doors.to("office"), [], None
    while True:
        page = office.get("/api/v1/deliveries", params={"limit": 4, **({"cursor": cursor} if cursor else {})}).json()
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert len(found) == len(set(found)) == 6
    assert office.get("/api/v1/deliveries", params={"cursor": "nonsense"}).json()["code"] == "invalid-cursor"
    assert office.get("/api/v1/deliveries", params={"colour": "red"}).json()["code"] == "invalid-filter"
