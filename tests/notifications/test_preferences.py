"""Saying how often, of which kind of email, and being silent for a while: what the rules make of it."""

from datetime import timedelta
from typing import Any

import pytest

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
from tests.notifications.notices import cohost_invited, source_health_changed
from tests.notifications.stage import Stage

PREFERENCES = "/api/v1/subscriptions/preferences"
SOON = NOON + timedelta(days=3)


def _say(doors: Doors, who: str, **wanted: Any) -> int:
    return doors.to(who).patch(PREFERENCES, json=wanted, headers={"If-Match": "*"}).status_code


def _became(stage: Stage, name: str, change: str) -> tuple[str, str] | tuple[str, str, str] | None:
    """(suppressed, why), or (how, by which route), of what was last told."""
    rows = stage.rows(
        "SELECT d.state, d.reason, d.channel, d.route FROM deliveries d JOIN emails e ON e.id = d.email_id"
        " WHERE d.person_id = :person AND e.change = :change ORDER BY d.id DESC",
        person=named("person", name),
        change=change,
    )
    if not rows:
        return None
    return (rows[0].state, rows[0].reason) if rows[0].state == "suppressed" else (rows[0].channel, rows[0].route)


# Who she is, what she said of a kind, which change of an event in two weeks (or in three days): what becomes of it.
TABLE: list[tuple[str, dict[str, str], str, bool, tuple[str, str]]] = [
    ("follower", {}, "published", False, ("email", "follows")),
    ("follower", {"published": "daily"}, "published", False, ("daily", "follows")),
    ("follower", {"published": "weekly"}, "published", False, ("weekly", "follows")),
    ("follower", {"published": "never"}, "published", False, ("suppressed", "muted")),
    ("follower", {"changes": "never"}, "published", False, ("email", "follows")),
    ("follower", {"changes": "never"}, "moved", False, ("suppressed", "muted")),
    ("follower", {"changes": "daily"}, "moved", False, ("daily", "follows")),
    ("follower", {"changes": "daily"}, "moved", True, ("email", "follows")),
    ("follower", {"changes": "never"}, "cancelled", True, ("suppressed", "muted")),
    ("follower", {"published": "never"}, "cancelled", False, ("email", "follows")),
    ("weekly follower", {"published": "immediate"}, "published", False, ("email", "follows")),
    ("weekly follower", {"changes": "immediate"}, "published", False, ("weekly", "follows")),
    ("silent follower", {"published": "immediate"}, "published", False, ("suppressed", "muted")),
    ("muted follower", {"published": "immediate"}, "published", False, ("suppressed", "muted")),
    ("staff", {"published": "never", "changes": "never"}, "published", False, ("email", "staff")),
    ("staff", {"changes": "weekly"}, "moved", False, ("email", "staff")),
    ("guest", {"changes": "never"}, "moved", False, ("email", "registered")),
    ("guest", {"changes": "weekly"}, "cancelled", True, ("email", "registered")),
    ("no longer follower", {}, "moved", False, ("email", "told")),
    ("no longer follower", {"changes": "never"}, "moved", False, ("suppressed", "muted")),
]


@pytest.mark.parametrize(("who", "kinds", "change", "soon", "expected"), TABLE)
def test_what_is_said_of_a_kind_of_email_counts_within_the_rules(
    doors: Doors, stage: Stage, who: str, kinds: dict[str, str], change: str, soon: bool, expected: tuple[str, str]
) -> None:
    doors.to("bea")
    _make(stage, who)
    begins = {"starts_at": SOON} if soon else {}
    if change != "published":
        stage.hear(published(**begins))
        stage.tell()
        _accept(stage)
    if who == "no longer follower":
        (one,) = items(doors.to("bea").get("/api/v1/subscriptions"))
        doors.to("bea").delete(f"/api/v1/subscriptions/{one['id']}", headers={"If-Match": "*"})
    assert _say(doors, "bea", kinds=kinds) == 200
    told = {
        "published": published(**begins),
        "moved": changed(2, online_url="https://example.org/join", **begins),
        "cancelled": cancelled(2, **begins),
    }[change]
    stage.hear(told)
    stage.clock.pass_(minutes=6)
    stage.tell()
    assert _became(stage, "bea", change) == expected


def _make(stage: Stage, who: str) -> None:
    if who == "staff":
        stage.hear(a_person("bea", version=2, role_at="clinic"))
    elif who == "guest":
        stage.hear(registered("bea"))
    else:
        how = {"weekly follower": "weekly", "silent follower": "never"}.get(who, "immediate")
        stage.follow(a_subscription(person="bea", frequency=how, muted=who == "muted follower"))


def _accept(stage: Stage) -> None:
    with stage.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE deliveries SET state = 'accepted' WHERE state = 'pending'")


def test_silence_until_a_day_holds_what_is_followed_and_nothing_else(doors: Doors, stage: Stage) -> None:
    for name in ("bea", "viewer"):
        doors.to(name)
    stage.follow(a_subscription(person="bea"))
    until = (NOON + timedelta(days=2)).date().isoformat()
    assert [_say(doors, name, muted_until=until) for name in ("bea", "viewer")] == [200, 200]
    stage.hear(published())
    stage.tell()
    assert _became(stage, "bea", "published") == ("suppressed", "muted")
    assert _became(stage, "viewer", "published") == ("email", "staff")
    stage.clock.pass_(days=3)
    stage.hear(published(event_id=named("event", "next")))
    stage.tell()
    assert _became(stage, "bea", "published") == ("email", "follows")


def test_whoever_follows_by_five_routes_gets_one_email_by_the_most_frequent_that_is_not_muted(
    doors: Doors, stage: Stage
) -> None:
    doors.to("bea")
    stage.hear(*(a_partner(name) for name in ("school", "church")))
    hosts = [{"partner_id": named("partner", name), "role": "cohost", "state": "accepted"} for name in ("school",)]
    stage.follow(
        a_subscription(person="bea", frequency="weekly"),
        a_subscription("partner", str(HOST), person="bea", frequency="immediate", muted=True),
        a_subscription("partner", str(named("partner", "school")), person="bea", frequency="daily"),
        a_subscription("topic", "heart", person="bea", frequency="never"),
        a_subscription("audience", "families", email="bea@example.org", frequency="weekly"),
    )
    stage.hear(published(cohosts=hosts, topics=["heart"], audiences=["families"]))
    stage.tell()
    rows = stage.rows("SELECT channel, target FROM deliveries")
    assert [tuple(row) for row in rows] == [("daily", f"partner:{named('partner', 'school')}")]


def test_what_asks_nothing_may_be_refused_and_what_asks_stays(doors: Doors, stage: Stage) -> None:
    doors.to("coordinator")
    kinds = {"cohost_answered": "never", "source_health_changed": "never"}
    assert _say(doors, "coordinator", kinds=kinds) == 200
    assert _say(doors, "coordinator", kinds={"cohost_invited": "never"}) == 422
    assert _say(doors, "coordinator", kinds={"published": "sometimes"}) == 422
    assert _say(doors, "coordinator", kinds={"reminders": "weekly"}) == 422
    stage.hear(cohost_invited(partner_id=HOST), source_health_changed(partner_id=HOST))
    stage.tell()
    told = stage.rows("SELECT e.kind, d.state, d.reason FROM deliveries d JOIN emails e ON e.id = d.email_id")
    assert {tuple(row) for row in told} == {
        ("cohost_invited", "pending", None),
        ("source_health_changed", "suppressed", "muted"),
    }


def test_the_history_says_why_and_names_the_switch(doors: Doors, stage: Stage) -> None:
    doors.to("bea")
    stage.follow(a_subscription("partner", str(HOST), person="bea", frequency="daily"))
    stage.hear(published())
    stage.tell()
    (one,) = items(doors.to("bea").get("/api/v1/deliveries/received"))
    (followed,) = items(doors.to("bea").get("/api/v1/subscriptions"))
    assert (one["subject"], one["why"]) == (
        "New: Heart-healthy screening, Sat, Dec 5",
        "You get this because you follow The clinic.",
    )
    assert (one["state"], one["reason"]) == ("pending", "digest")
    assert one["switch"] == {"kind": "subscription", "id": followed["id"]}
    assert one["event_id"] == str(EVENT)
