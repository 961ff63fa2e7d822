"""The preview says what then happens, by the statement that makes it happen."""

from datetime import timedelta
from typing import Any

import pytest

from tests.notifications.builders import (
    NOON,
    cancelled,
    changed,
    named,
    published,
)
from tests.notifications.doors import Doors, items
from tests.notifications.stage import Stage


def _previewed(doors: Doors, message: Any) -> dict[str, tuple[str, str]]:
    body = {"messages": [{"name": message.name, "body": message.model_dump(mode="json")}]}
    found = items(doors.to("coordinator").post("/api/v1/emails/preview", json=body))
    return {item["recipient"]["email"]: (item["would"], item["reason"]) for item in found}


def test_the_preview_of_a_publication_is_what_then_happens(doors: Doors, everybody: Stage) -> None:
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
    assert everybody.ledger() == []
    everybody.hear(published())
    everybody.tell()
    _became_as_previewed(everybody, previewed, "published")


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


def test_the_preview_of_a_move_and_of_a_cancellation_is_what_then_happens(doors: Doors, everybody: Stage) -> None:
    doors.to("coordinator")
    everybody.hear(published())
    everybody.tell()
    moved = changed(2, starts_at=NOON + timedelta(days=20))
    previewed = _previewed(doors, moved)
    assert previewed["ana@example.org"] == ("settles", "staff")
    assert previewed["fay@example.org"] == ("settles", "registered")
    assert previewed["bea@example.org"] == ("digest", "daily")
    everybody.hear(moved)
    everybody.clock.pass_(minutes=5)
    everybody.tell()
    _became_as_previewed(everybody, previewed, "moved")
    over = cancelled(3, starts_at=NOON + timedelta(days=5))
    previewed = _previewed(doors, over)
    assert previewed["bea@example.org"] == ("now", "follows")
    everybody.hear(over)
    everybody.tell()
    _became_as_previewed(everybody, previewed, "cancelled")


def test_the_preview_of_a_typo_names_nobody(doors: Doors, everybody: Stage) -> None:
    everybody.hear(published())
    everybody.tell()
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
