"""Whatever is done to registrations in whatever order: the table of moves, written by hand, and no place twice."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from shared.database import Database
from tests.events.consortium import EVENTS, Consortium

# State → what may be done, and the state that follows. Whatever is not here is refused, and changes nothing.
TABLE: dict[str, dict[str, str]] = {
    "registered": {
        "cancellation": "cancelled_by_person",
        "check-in": "checked_in",
        "attendance": "attended",
        "no-show": "no_show",
    },
    "waitlisted": {"cancellation": "cancelled_by_person"},
    "offered": {"acceptance": "registered", "cancellation": "cancelled_by_person"},
    "checked_in": {"attendance": "attended", "no-show": "no_show"},
    "attended": {"no-show": "no_show"},
    "no_show": {"check-in": "checked_in", "attendance": "attended"},
    "cancelled_by_person": {},
}
NOUNS = ("acceptance", "cancellation", "check-in", "attendance", "no-show")
HERS = ("acceptance", "cancellation")
HOLDING = ("registered", "offered", "checked_in", "attended")
PLACES, PEOPLE = 2, 5


class Door(RuleBasedStateMachine):
    """An event with two places, five people, and a model of where each of them is."""

    consortium: Consortium

    @initialize()
    def open(self) -> None:
        self.consortium.execute("DELETE FROM links; DELETE FROM registrations; DELETE FROM outbox")
        self.event = self.consortium.published(capacity=PLACES)
        people = [self.consortium.token(self.consortium.person()) for _ in range(PEOPLE)]
        self.headers = [{"Authorization": f"Bearer {token}"} for token in people]
        self.known: dict[int, str] = {}
        self.states: dict[int, str] = {}
        self.queue: list[int] = []

    @rule(who=st.integers(0, PEOPLE - 1))
    def sign_up(self, who: int) -> None:
        url, hers = f"{EVENTS}/{self.event['id']}/registrations", self.headers[who]
        answer = self.consortium.http.post(url, json={}, headers=hers)
        assert answer.status_code == 200
        self.known[who] = answer.json()["id"]
        if self.states.get(who, "cancelled_by_person") == "cancelled_by_person":
            if self._taken() < PLACES:
                self.states[who] = "registered"
            else:
                self.states[who] = "waitlisted"
                self.queue.append(who)

    @rule(who=st.integers(0, PEOPLE - 1), noun=st.sampled_from(NOUNS))
    def do(self, who: int, noun: str) -> None:
        if who not in self.known:
            return
        url = f"/api/v1/registrations/{self.known[who]}/{noun}"
        if noun in HERS:
            answer = self.consortium.http.post(url, headers=self.headers[who])
        else:
            answer = self.consortium.coordinator.post(url)
        before = self.states[who]
        follows = TABLE[before].get(noun)
        if follows and before == "no_show" and self._taken() >= PLACES:
            follows = None
        assert answer.status_code == (200 if follows else 409), answer.text
        if follows is None:
            return
        self.states[who] = follows
        if before == "waitlisted":
            self.queue.remove(who)
        if noun == "cancellation":
            self._pass_on()

    @invariant()
    def everybody_is_where_the_model_has_her(self) -> None:
        if not hasattr(self, "states"):
            return
        items = self.consortium.coordinator.get(f"{EVENTS}/{self.event['id']}/registrations").json()["items"]
        found = {each["id"]: (each["state"], each["position"]) for each in items}
        expected = {
            self.known[who]: (state, self.queue.index(who) + 1 if who in self.queue else None)
            for who, state in self.states.items()
        }
        assert found == expected
        assert self._taken() <= PLACES

    def _taken(self) -> int:
        return sum(state in HOLDING for state in self.states.values())

    def _pass_on(self) -> None:
        while self.queue and self._taken() < PLACES:
            self.states[self.queue.pop(0)] = "offered"


def test_registrations_live_by_the_table(database_of: Callable[[str], Database]) -> None:
    Door.consortium = Consortium(database_of("events"))
    checked: Any = list(HealthCheck)
    run_state_machine_as_test(
        Door,
        settings=settings(max_examples=12, stateful_step_count=18, deadline=None, suppress_health_check=checked),
    )
