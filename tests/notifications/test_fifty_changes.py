"""Fifty random changes told to a thousand: the preview, the history and the rules say the same of everybody."""

import os
from datetime import datetime, timedelta
from random import Random
from typing import Any

from tests.notifications.builders import named
from tests.notifications.changing import an_event_of, changed, message
from tests.notifications.crowd import Crowd
from tests.notifications.doors import Doors, items
from tests.notifications.stage import Stage
from tests.oracle import normalized
from tests.oracles.told import REASONS, Event, Memory, Outcome, Telling, change_between

CHANGES, EVENTS_AT_A_TIME = 50, 6
SEED = int(os.environ.get("PLEXUS_TEST_SEED", "7"))


def test_preview_history_and_rules_agree_on_fifty_random_changes_told_to_a_thousand(
    stage: Stage, doors: Doors
) -> None:
    play = _Play(Random(SEED), stage, doors)
    for number in range(CHANGES):
        try:
            play.go_on()
        except AssertionError as error:
            error.add_note(f"seed {SEED}, change {number} of {CHANGES}")
            raise
    assert play.changes == {"published", "changed", "moved", "postponed", "cancelled", None}
    assert play.outcomes == {
        *(("email", route) for route in ("staff", "group", "invited", "registered", "follows", "told")),
        *(("digest", frequency) for frequency in ("daily", "weekly")),
        *(("suppressed", reason) for reason in REASONS),
    }


class _Play:
    """Everybody, the events that are still to come, and what was told of each."""

    def __init__(self, chance: Random, stage: Stage, doors: Doors) -> None:
        self.chance, self.stage, self.office = chance, stage, doors.to("office")
        self.crowd = Crowd(chance, stage)
        self.events: dict[str, Event] = {}
        self.memories: dict[str, Memory] = {}
        self.changes: set[str | None] = set()
        self.outcomes: set[Outcome] = set()

    def go_on(self) -> None:
        """Some hours later something happens, once or twice within the time that edits settle."""
        clock = self.stage.clock
        clock.time = clock.time.replace(minute=20) + timedelta(hours=self.chance.randint(1, 20))
        self._send()
        self.crowd.lives_on()
        coming = {name: event for name, event in self.events.items() if _may_change(event, clock.time)}
        if len(coming) < EVENTS_AT_A_TIME:
            event = an_event_of(self.chance, len(self.events), clock.time)
            self.memories[event["name"]] = Memory()
            waits = self._happens(event)
        else:
            before = coming[self.chance.choice(sorted(coming))]
            self.crowd.comes_to(before["name"])
            waits = self._happens(after := changed(self.chance, before, clock.time))
            if waits and self.chance.random() < 0.5:
                clock.pass_(minutes=2)
                back = before | {"version": after["version"] + 1}
                waits = self._happens(changed(self.chance, after, clock.time) if self.chance.random() < 0.7 else back)
        if waits:
            clock.pass_(minutes=5)
            self.stage.tell()
            self._was_told(self._telling(waits))

    def _happens(self, event: Event) -> Event | None:
        """See it coming, hear of it, and see what became of it; the event, if it settles first."""
        telling = self._telling(event)
        self.changes.add(telling and telling.change)
        self._was_foreseen(event, telling)
        self.events[event["name"]] = event
        self.stage.hear(message(event))
        self.stage.tell()
        if telling is None:
            assert self._email(event) is None
        elif telling.settles:
            email = self._email(event)
            assert email is not None
            assert email["state"] == "settling"
            return event
        else:
            self._was_told(telling)
        return None

    def _telling(self, event: Event) -> Telling | None:
        before = self.memories[event["name"]].last
        change = change_between(before, event)
        return Telling(change, before, event, self.stage.clock.time) if change else None

    def _expected(self, telling: Telling | None) -> dict[str, Outcome]:
        if telling is None:
            return {}
        memory, found = self.memories[telling.event["name"]], {}
        for who in self.crowd.everybody:
            key = normalized(who.address)
            told_before = memory.knows(key, telling)
            outcome = telling.reaches(who, self.crowd.memberships, told_before=told_before)
            if outcome:
                found[key] = outcome
        return found

    def _was_foreseen(self, event: Event, telling: Telling | None) -> None:
        fact = message(event)
        body = {"messages": [{"name": fact.name, "body": fact.model_dump(mode="json")}]}
        found = items(self.office.post("/api/v1/emails/preview", json=body))
        assert _by_address(found, _foreseen) == self._expected(telling)
        at_once = {item["would"] for item in found} - {"digest", "suppressed"}
        assert at_once <= {"settles" if telling and telling.settles else "now"}

    def _was_told(self, telling: Telling | None) -> None:
        assert telling is not None
        email = self._email(telling.event)
        assert email is not None
        assert (email["state"], email["change"]) == ("done", telling.change)
        assert email["class"] == ("urgent" if telling.is_urgent else "normal")
        expected = self._expected(telling)
        assert _by_address(self._history(email["id"]), _became) == expected
        self.memories[telling.event["name"]].keep(telling, expected)
        self.outcomes |= {outcome[:2] for outcome in expected.values()}

    def _email(self, event: Event) -> dict[str, Any] | None:
        emails = items(self.office.get("/api/v1/emails", params={"event": named("event", event["name"])}))
        return next((email for email in emails if email["cause"]["version"] == event["version"]), None)

    def _history(self, email_id: str) -> list[dict[str, Any]]:
        wanted: dict[str, Any] = {"email": email_id, "limit": 200}
        found: list[dict[str, Any]] = []
        while True:
            answer = self.office.get("/api/v1/deliveries", params=wanted)
            found += items(answer)
            wanted["cursor"] = answer.json()["next"]
            if wanted["cursor"] is None:
                return found

    def _send(self) -> None:
        with self.stage.database.engine.begin() as connection:
            connection.exec_driver_sql(
                "UPDATE deliveries SET state = 'accepted', reason = NULL"
                " WHERE state = 'pending' AND channel = 'email' AND next_attempt_at <= %s",
                (self.stage.clock.time,),
            )


def _may_change(event: Event, now: datetime) -> bool:
    return bool(event["state"] != "cancelled" and event["starts_at"] > now)


def _by_address(found: list[dict[str, Any]], outcome: Any) -> dict[str, Outcome]:
    by_address = {normalized(address): what for address, what in map(outcome, found)}
    assert len(by_address) == len(found)
    return by_address


def _foreseen(item: dict[str, Any]) -> tuple[str, Outcome]:
    address, reason = item["recipient"]["email"], item["reason"]
    if item["would"] in {"suppressed", "digest"}:
        return address, (item["would"], reason)
    return address, ("email", reason, item["language"], _moment(item["held_until"]))


def _became(delivery: dict[str, Any]) -> tuple[str, Outcome]:
    address, reason = delivery["recipient"], delivery["reason"]
    if delivery["state"] == "suppressed":
        return address, ("suppressed", reason)
    if reason == "digest":
        return address, ("digest", delivery["channel"])
    assert delivery["state"] == "pending"
    held_until = _moment(delivery["next_attempt_at"]) if reason == "quiet-hours" else None
    return address, ("email", delivery["route"], delivery["language"], held_until)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
