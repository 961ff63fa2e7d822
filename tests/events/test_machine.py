"""Whatever is done to an event in whatever order, what is kept, shown and told of it agrees."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from services.events.calendar.documents import document
from services.events.calendar.models import Event
from shared.database import Database
from tests.events.consortium import EVENTS, Consortium, changed

CHANGES = st.sampled_from(
    [
        {"title": "Autumn forum"},
        {"title": "Spring forum"},
        {"summary": "Without the typo."},
        {"venue": {"name": "Gym"}},
        {"capacity": 12},
        {"capacity": None},
        {"topics": ["Food", "Food", "Care"]},
        {"attendance_mode": "online"},
        {"visibility": "group"},
        {"visibility": "members"},
        {"accessibility": {"contact": "555 0100"}},
        {"accessibility": {"statement": "Two steps."}},
        {"starts_at": "2031-05-10T10:00:00+00:00", "ends_at": "2031-05-10T11:00:00+00:00"},
        {"ends_at": "2031-05-10T09:00:00+00:00"},
    ]
)
OPEN = ("draft", "published")


class Life(RuleBasedStateMachine):
    """One event, and a model of it that knows its state, its version and what was told."""

    consortium: Consortium

    @initialize()
    def draft(self) -> None:
        self.consortium.execute("DELETE FROM events; DELETE FROM outbox")
        self.event: dict[str, Any] = self.consortium.draft()
        self.state, self.version, self.told = "draft", 1, []

    @rule(patch=CHANGES)
    def change(self, patch: dict[str, Any]) -> None:
        answer = changed(self.consortium.coordinator, self.event, **patch)
        assert answer.status_code == 409 if self.state not in OPEN else answer.status_code in (200, 422)
        if answer.status_code == 200:
            differs = {**answer.json(), "version": 0, "sequence": 0} != {**self.event, "version": 0, "sequence": 0}
            self._became(answer.json(), self.state, "event_changed" if differs else None)

    @rule(wild=st.sampled_from(['"0"', '"999"', "W/nonsense", ""]))
    def change_of_another_version(self, wild: str) -> None:
        url, header = f"{EVENTS}/{self.event['id']}", {"If-Match": wild}
        assert self.consortium.coordinator.patch(url, json={"title": "Never"}, headers=header).status_code == 412

    @rule()
    def publish(self) -> None:
        answer = self.consortium.coordinator.post(f"{EVENTS}/{self.event['id']}/publication")
        assert answer.status_code == (200 if self.state == "draft" else 409)
        if answer.status_code == 200:
            self._became(answer.json(), "published", "event_published")

    @rule()
    def cancel(self) -> None:
        url = f"{EVENTS}/{self.event['id']}/cancellation"
        answer = self.consortium.coordinator.post(url, json={"reason": "The hall is closed."})
        assert answer.status_code == (200 if self.state in OPEN else 409)
        if answer.status_code == 200:
            self._became(answer.json(), "cancelled", "event_cancelled")

    @rule(
        change=st.sampled_from([{"publication": {}}, {"cancellation": {"reason": "No."}}, {"patch": {"title": "?"}}])
    )
    def preview(self, change: dict[str, Any]) -> None:
        self.consortium.coordinator.post(f"{EVENTS}/{self.event['id']}/preview", json={"change": change})

    def _became(self, event: dict[str, Any], state: str, name: str | None) -> None:
        if name is not None:
            self.version += 1
            was_told = self.state == "published" or state == "published"
            self.told += [name] if was_told else []
        assert event["sequence"] >= self.event["sequence"]
        self.event, self.state = event, state

    @invariant()
    def everything_agrees(self) -> None:
        assert (self.event["state"], self.event["version"]) == (self.state, self.version)
        assert self.consortium.told() == self.told
        assert self.consortium.coordinator.get(f"{EVENTS}/{self.event['id']}").json() == self.event
        with self.consortium.store.session() as session:
            kept = session.get_one(Event, self.event["id"])
            assert kept.document == document(kept, inside=False).model_dump_json()
            assert (kept.ics == "") == (kept.published_at is None or kept.visibility != "public")


def test_a_life_of_an_event_agrees_with_itself(database_of: Callable[[str], Database]) -> None:
    Life.consortium = Consortium(database_of("events"))
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=25, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
