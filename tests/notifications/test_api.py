"""What the API answers: subscriptions, the ledger, the preview, and the page behind a link."""

from datetime import timedelta
from typing import Any

import pytest

from shared.sealing import sign_id
from tests.notifications.builders import (
    EVENT,
    HOST,
    NOON,
    a_partner,
    a_person,
    a_subscription,
    cancelled,
    changed,
    named,
    published,
    registered,
)
from tests.notifications.doors import Doors, items
from tests.notifications.stage import Stage
from tests.sink import Fault, Sink

SUBSCRIPTIONS = "/api/v1/subscriptions"


@pytest.fixture
def doors(stage: Stage) -> Doors:
    stage.hear(a_partner())
    return Doors(stage)


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


def _previewed(doors: Doors, message: Any) -> dict[str, tuple[str, str]]:
    body = {"messages": [{"name": message.name, "body": message.model_dump(mode="json")}]}
    found = items(doors.to("coordinator").post("/api/v1/emails/preview", json=body))
    return {item["recipient"]["email"]: (item["would"], item["reason"]) for item in found}


def _everybody(stage: Stage) -> None:
    quiet = {"start": "11:00", "end": "13:00"}
    stage.hear(
        a_person("ana", role_at="clinic"),
        a_person("bea"),
        a_person("cem", quiet_hours=quiet),
        a_person("dee", email_state="bounced"),
        a_person("eve"),
        a_person("fay"),
    )
    stage.follow(
        a_subscription(person="bea", frequency="daily"),
        a_subscription(person="cem"),
        a_subscription(person="dee"),
        a_subscription(person="eve", muted=True),
        a_subscription(email="gil@example.org", confirmed=False),
    )
    stage.hear(registered("fay"))


def test_the_preview_of_a_publication_is_what_then_happens(doors: Doors, stage: Stage) -> None:
    _everybody(stage)
    previewed = _previewed(doors, published())
    assert previewed == {
        "ana@example.org": ("now", "staff"),
        "bea@example.org": ("digest", "daily"),
        "cem@example.org": ("now", "follows"),
        "coordinator@example.org": ("now", "staff"),
        "dee@example.org": ("suppressed", "bounced"),
        "eve@example.org": ("suppressed", "muted"),
        "gil@example.org": ("suppressed", "unconfirmed"),
    }
    assert stage.ledger() == []
    stage.hear(published())
    stage.tell()
    _became_as_previewed(stage, previewed, "published")


def _became_as_previewed(stage: Stage, previewed: dict[str, tuple[str, str]], change: str) -> None:
    rows = stage.rows(
        "SELECT d.address, d.state, d.channel, d.route, d.reason FROM deliveries d JOIN emails e ON e.id = d.email_id"
        " WHERE e.change = :change",
        change=change,
    )
    became = {
        row.address: ("suppressed", row.reason)
        if row.state == "suppressed"
        else ("digest", row.channel)
        if row.channel != "email"
        else ("now", row.route)
        for row in rows
    }
    assert became == {address: (would.replace("settles", "now"), why) for address, (would, why) in previewed.items()}


def test_the_preview_of_a_move_and_of_a_cancellation_is_what_then_happens(doors: Doors, stage: Stage) -> None:
    _everybody(stage)
    doors.to("coordinator")
    stage.hear(published())
    stage.tell()
    moved = changed(2, starts_at=NOON + timedelta(days=20))
    previewed = _previewed(doors, moved)
    assert previewed["ana@example.org"] == ("settles", "staff")
    assert previewed["fay@example.org"] == ("settles", "registered")
    assert previewed["bea@example.org"] == ("digest", "daily")
    stage.hear(moved)
    stage.clock.pass_(minutes=5)
    stage.tell()
    _became_as_previewed(stage, previewed, "moved")
    over = cancelled(3, starts_at=NOON + timedelta(days=5))
    previewed = _previewed(doors, over)
    assert previewed["bea@example.org"] == ("now", "follows")
    stage.hear(over)
    stage.tell()
    _became_as_previewed(stage, previewed, "cancelled")


def test_the_preview_of_a_typo_names_nobody(doors: Doors, stage: Stage) -> None:
    _everybody(stage)
    stage.hear(published())
    stage.tell()
    assert _previewed(doors, changed(2, summary="Come as you are.")) == {}


def test_a_preview_shows_no_roster_of_a_group_that_is_somebody_elses(doors: Doors, stage: Stage) -> None:
    message = published(visibility="group", group_id=named("group", "council"))
    body = {"messages": [{"name": message.name, "body": message.model_dump(mode="json")}]}
    assert doors.to("coordinator").post("/api/v1/emails/preview", json=body).status_code == 404


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ({"name": "events.event_forgotten", "body": {}}, "unknown-message"),
        ({"name": "partners.person_changed", "body": {}}, "unknown-message"),
        ({"name": "events.event_published", "body": {"title": "x"}}, "invalid-message"),
        ({}, "unknown-message"),
    ],
)
def test_a_preview_of_what_is_no_message_is_refused(doors: Doors, message: dict[str, Any], code: str) -> None:
    answer = doors.to("office").post("/api/v1/emails/preview", json={"messages": [message]})
    assert (answer.status_code, answer.json()["code"]) == (422, code)


def test_the_history_answers_whether_she_was_told(doors: Doors, stage: Stage, sink: Sink) -> None:
    _everybody(stage)
    stage.hear(published())
    stage.tell()
    sink.fault_for = lambda recipient: Fault("rcpt", "450 4.2.0 later") if recipient == "ana@example.org" else None
    stage.send(sink.url)
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


def test_long_histories_come_in_pages(doors: Doors, stage: Stage) -> None:
    _everybody(stage)
    stage.hear(published())
    stage.tell()
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


def _link(stage: Stage, address: str) -> str:
    (row,) = stage.rows("SELECT id FROM deliveries WHERE address = :address", address=address)
    return f"/links/notifications/{sign_id('why', row.id)}"


def test_a_link_explains_and_stops_only_when_it_is_pressed(doors: Doors, stage: Stage) -> None:
    _everybody(stage)
    stage.hear(a_person("bea", version=2, language="es"), published())
    stage.tell()
    stranger, link = doors.to("stranger"), _link(stage, "bea@example.org")
    page = stranger.get(link, headers={"Accept": "text/html"})
    assert "Recibe este correo porque sigue todo lo que ocurre aquí." in page.text
    assert '<html lang="es">' in page.text
    assert stage.rows("SELECT FROM suppressions") == []
    for _ in range(2):
        pressed = stranger.post(link, data={"List-Unsubscribe": "One-Click"})
        assert pressed.status_code == 200
    assert stage.rows("SELECT address_key, scope, reason FROM suppressions") == [
        ("bea@example.org", "following", "unsubscribed")
    ]
    stage.hear(published(event_id=named("event", "next"), version=1))
    stage.tell()
    newest = stage.rows("SELECT state, reason FROM deliveries WHERE address = 'bea@example.org' ORDER BY id DESC")[0]
    assert tuple(newest) == ("suppressed", "unsubscribed")
    again = doors.to("bea").post(SUBSCRIPTIONS, json={"target": {"kind": "topic", "id": "heart"}})
    assert again.status_code == 201
    assert stage.rows("SELECT FROM suppressions") == []


def test_a_link_in_an_email_to_staff_stops_nothing(doors: Doors, stage: Stage) -> None:
    _everybody(stage)
    stage.hear(published())
    stage.tell()
    link = _link(stage, "ana@example.org")
    assert "<button" not in doors.to("stranger").get(link).text
    assert doors.to("stranger").post(link).status_code == 200
    assert stage.rows("SELECT FROM suppressions") == []


def test_a_link_that_was_altered_leads_nowhere(doors: Doors, stage: Stage) -> None:
    answer = doors.to("stranger").get("/links/notifications/altered.token.here")
    assert (answer.status_code, answer.json()["code"]) == (404, "invalid-link")
