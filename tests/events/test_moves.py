"""Every move from every state, against a table written by hand; and whom each of them tells."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from services.events.calendar.passing import advance
from shared.database import Database
from tests.events.consortium import EVENTS, Consortium, changed

# By hand: where each thing that may be asked for leads from each state; what is not here is refused.
TABLE: dict[str, dict[str, str]] = {
    "draft": {
        "change": "draft",
        "submission": "submitted",
        "publication": "published",
        "cancellation": "cancelled",
    },
    "submitted": {
        "change": "submitted",
        "withdrawal": "draft",
        "review": "published",
        "return": "changes_requested",
        "publication": "published",
        "cancellation": "cancelled",
    },
    "changes_requested": {
        "change": "changes_requested",
        "submission": "submitted",
        "publication": "published",
        "cancellation": "cancelled",
    },
    "published": {"change": "published", "postponement": "postponed", "cancellation": "cancelled"},
    "postponed": {
        "change": "postponed",
        "new time": "published",
        "publication": "published",
        "cancellation": "cancelled",
    },
    "in_progress": {"change": "in_progress", "cancellation": "cancelled"},
    "ended": {},
    "completed": {},
    "cancelled": {},
}
# What a 409 names beside: an event that has ended waits for its numbers.
NAMED_BESIDE = {"ended": ["completion"]}
# By hand: what is told of a move to whom, by the names of the messages.
TOLD: dict[tuple[str, str], list[str]] = {
    **{(state, "submission"): ["review_requested"] for state in ("draft", "changes_requested")},
    **{(state, "publication"): ["event_published"] for state in ("draft", "submitted", "changes_requested")},
    ("submitted", "review"): ["event_published"],
    ("submitted", "return"): ["review_answered"],
    **{(state, "change"): ["event_changed"] for state in ("published", "postponed", "in_progress")},
    ("published", "postponement"): ["event_changed"],
    ("postponed", "new time"): ["event_changed"],
    ("postponed", "publication"): ["event_changed"],
    **{(state, "cancellation"): ["event_cancelled"] for state in ("published", "postponed", "in_progress")},
}
ASKED = ("change", "submission", "withdrawal", "review", "return", "publication", "postponement", "cancellation")
BODIES: dict[str, Any] = {
    "review": {"answer": "approved"},
    "return": {"answer": "changes_requested", "note": "Say where the ramp is."},
    "postponement": {"reason": "The hall is flooded."},
    "cancellation": {"reason": "The hall is closed."},
}


@dataclass
class House:
    """A host with a coordinator and a reviewer, and whoever else is told what is published: its staff."""

    consortium: Consortium
    coordinator_id: UUID = field(init=False)
    reviewer_id: UUID = field(init=False)

    def __post_init__(self) -> None:
        host = self.consortium.host
        self.coordinator_id, self.reviewer_id = (
            self.consortium.person(roles=({"partner_id": host, "role": role},))
            for role in ("coordinator", "reviewer")
        )
        self.coordinator = self.consortium.as_(self.coordinator_id)
        self.reviewer = self.consortium.as_(self.reviewer_id)

    def imported(self, state: str) -> dict[str, Any]:
        access = {"statement": "Step-free.", "contact": "access@example.org"}
        [item] = self.consortium.imported(self.consortium.a_record(state=state, accessibility=access))
        return self.read(item["id"])

    def read(self, event_id: str) -> dict[str, Any]:
        event: dict[str, Any] = self.coordinator.get(f"{EVENTS}/{event_id}").json()
        return event

    def asked(self, event: dict[str, Any], move: str) -> Any:
        """The answer to a move, asked for by whom it is for."""
        if move == "change":
            return changed(self.coordinator, event, title=f"{event['title']}!")
        if move == "new time":
            later = datetime.fromisoformat(event["ends_at"]) + timedelta(minutes=30)
            return changed(self.coordinator, event, ends_at=later.isoformat())
        door: TestClient = self.reviewer if move in ("review", "return") else self.coordinator
        noun = "review" if move == "return" else move
        return door.post(f"{EVENTS}/{event['id']}/{noun}", json=BODIES.get(move, {}))

    def told_since(self, count: int) -> list[tuple[str, dict[str, Any]]]:
        names = self.consortium.told()[count:]
        bodies = {name: iter(self.consortium.told(name)[-names.count(name) :]) for name in set(names)}
        return [(name, next(bodies[name])) for name in names]

    def reached(self, name: str, body: dict[str, Any]) -> list[str]:
        """Whom a message is for, of those of the house."""
        match name:
            case "event_recorded":
                return []
            case "review_requested":
                return list(body["reviewer_ids"])
            case "review_answered":
                return [body["requested_by"]]
        return [str(self.coordinator_id), str(self.reviewer_id)]


@pytest.mark.parametrize("state", TABLE)
def test_each_state_allows_what_the_table_says_and_refuses_the_rest_by_name(
    consortium: Consortium, state: str
) -> None:
    house, allowed = House(consortium), TABLE[state]
    for move in ASKED:
        event, before = house.imported(state), len(consortium.told())
        answer = house.asked(event, move)
        if move in allowed:
            assert answer.status_code == 200, (state, move, answer.text)
            assert (answer.json()["state"], answer.json()["version"]) == (allowed[move], event["version"] + 1)
            assert answer.headers["ETag"] == f'"{event["version"] + 1}"'
        else:
            problem = answer.json()
            assert (answer.status_code, problem["code"]) == (409, "invalid-transition"), (state, move)
            nouns = {noun for noun in allowed if noun not in ("return", "new time")}
            assert problem["allowed"] == sorted({*nouns, *NAMED_BESIDE.get(state, ())})
            assert problem["state"] == state
            assert house.read(event["id"]) == event
        # Nobody is known to have asked for the review of what was imported.
        expected = [] if (state, move) == ("submitted", "return") else TOLD.get((state, move), [])
        assert [name for name, _ in house.told_since(before)] == (expected if move in allowed else [])


class Life(RuleBasedStateMachine):
    """One event that anything may be asked of, in any order, while time passes."""

    house: House

    @initialize()
    def draft(self) -> None:
        self.house.consortium.execute("DELETE FROM reviews; DELETE FROM events; DELETE FROM outbox")
        self.event = self.house.coordinator.post(EVENTS, json=self.house.consortium.an_event()).json()
        self.state = "draft"

    @rule(move=st.sampled_from([*ASKED, "new time"]))
    def ask(self, move: str) -> None:
        before = len(self.house.consortium.told())
        answer = self.house.asked(self.event, move)
        expected = TABLE[self.state].get(move)
        if move == "new time" and self.state != "postponed":
            expected = TABLE[self.state].get("change")
        told = self.house.told_since(before)
        if expected is None:
            assert (answer.status_code, answer.json()["code"]) == (409, "invalid-transition"), (self.state, move)
            assert told == []
            return
        assert answer.status_code == 200, (self.state, move, answer.text)
        changes_nothing = answer.json() == self.event
        assert answer.json()["state"] == expected
        if move != "new time":
            was_known = TOLD.get((self.state, move), [])
            assert [name for name, _ in told] == ([] if changes_nothing else was_known)
        times = Counter(person for name, body in told for person in self.house.reached(name, body))
        assert not times or max(times.values()) == 1
        self.event, self.state = answer.json(), expected

    @rule(hours=st.sampled_from([-1, 1, 3]))
    def time_passes(self, hours: int) -> None:
        """It began so many hours ago, of its two; or will in one."""
        before = len(self.house.consortium.told())
        self.house.consortium.execute(
            "UPDATE events SET starts_at = at, ends_at = at + interval '2 hours', over_at = at + interval '2 hours',"
            " starts_local = at AT TIME ZONE 'UTC', ends_local = (at + interval '2 hours') AT TIME ZONE 'UTC'"
            " FROM (SELECT date_trunc('second', now()) - make_interval(hours => :ago) AS at)",
            ago=hours,
        )
        with self.house.consortium.store.transaction() as session:
            advance(session)
        by_clock = {("published", 1): "in_progress", ("published", 3): "ended", ("in_progress", 3): "ended"}
        expected = by_clock.get((self.state, hours), self.state)
        told = [name for name, _ in self.house.told_since(before)]
        assert told == ([] if expected == self.state else ["event_recorded"])
        self.state = expected
        self.event = self.house.read(self.event["id"])

    @invariant()
    def a_review_waits_exactly_while_it_is_submitted(self) -> None:
        assert self.event["state"] == self.state
        [(waiting,)] = self.house.consortium.execute("SELECT count(*) FROM reviews WHERE state = 'waiting'")
        assert waiting == (self.state == "submitted")
        waits = self.house.reviewer.get("/api/v1/reviews").json()["items"]
        assert [each["event"]["id"] for each in waits] == [self.event["id"]] * waiting


def test_whatever_is_asked_in_whatever_order_follows_the_table_and_tells_nobody_twice(
    database_of: Callable[[str], Database],
) -> None:
    Life.house = House(Consortium(database_of("events")))
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
