"""Whatever is done to places by day in whatever order: nobody too many on any day, and each queue in its order."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from shared.database import Database
from tests.events.consortium import EVENTS, Consortium
from tests.events.plunge import ids, plunge

PLACES, PEOPLE, IN_ALL = (1, 2), 4, 3
DAYS = st.sets(st.sampled_from(range(len(PLACES))), min_size=1)
WHO = st.integers(0, PEOPLE - 1)
ONE = "/api/v1/registrations"
IN = ("registered", "offered")


class Week(RuleBasedStateMachine):
    """An event of two days, with one place on the first and two on the second, three in all, for four people.

    The model: who is where, the days that each has, and who waits, for which day or for all, in order of arrival.
    """

    consortium: Consortium

    @initialize()
    def open(self) -> None:
        self.consortium.execute("DELETE FROM links; DELETE FROM registrations; DELETE FROM outbox")
        self.event = plunge(self.consortium, *PLACES, capacity=IN_ALL)
        people = [self.consortium.token(self.consortium.person()) for _ in range(PEOPLE)]
        self.headers = [{"Authorization": f"Bearer {token}"} for token in people]
        self.known: dict[int, str] = {}
        self.states: dict[int, str] = {}
        self.has: dict[int, set[int]] = {}
        self.waits: list[tuple[int, int]] = []

    @rule(who=WHO, days=DAYS)
    def sign_up(self, who: int, days: set[int]) -> None:
        if self.states.get(who, "gone") != "gone":
            return
        url = f"{EVENTS}/{self.event['id']}/registrations"
        body = {"days": ids(self.event, *sorted(days))}
        answer = self.consortium.http.post(url, json=body, headers=self.headers[who])
        assert answer.status_code == 200, answer.text
        self.known[who] = answer.json()["id"]
        free = {day for day in days if self._left(day)}
        comes_in = self._in_all() < IN_ALL and bool(free)
        self.states[who] = "registered" if comes_in else "waitlisted"
        self.has[who] = free if comes_in else set()
        self.waits += [(who, day) for day in sorted(days - self.has[who])]

    @rule(who=WHO)
    def leave(self, who: int) -> None:
        if self.states.get(who, "gone") != "gone":
            self._post(who, "cancellation")
            self.states[who], self.has[who] = "gone", set()
            self.waits = [(each, day) for each, day in self.waits if each != who]
            self._pass_on()

    @rule(who=WHO)
    def accept(self, who: int) -> None:
        if self.states.get(who) == "offered":
            self._post(who, "acceptance")
            self.states[who] = "registered"

    @rule(who=WHO, days=DAYS)
    def come_on_fewer_days(self, who: int, days: set[int]) -> None:
        chosen = self.has.get(who, set()) | {day for each, day in self.waits if each == who}
        if self.states.get(who, "gone") != "gone" and days <= chosen:
            self._post(who, "days", days=ids(self.event, *sorted(days)))
            self.has[who] &= days
            self.waits = [(each, day) for each, day in self.waits if each != who or day in days]
            self._pass_on()

    @invariant()
    def everybody_is_where_the_model_has_her(self) -> None:
        if not hasattr(self, "states"):
            return
        names = {session["id"]: at for at, session in enumerate(self.event["sessions"])}
        items = self.consortium.coordinator.get(f"{EVENTS}/{self.event['id']}/registrations").json()["items"]
        found = {each["id"]: (each["state"], self._held(each, names)) for each in items}
        expected = {
            self.known[who]: ("cancelled_by_person" if state == "gone" else state, self.has[who])
            for who, state in self.states.items()
        }
        assert found == expected
        assert all(sum(day in days for days in self.has.values()) <= PLACES[day] for day in range(len(PLACES)))

    def _held(self, registration: dict[str, Any], names: dict[str, int]) -> set[int]:
        if registration["state"] not in IN:
            return set()
        return {names[day["session_id"]] for day in registration["days"] if not day["waiting"]}

    def _post(self, who: int, noun: str, **body: Any) -> None:
        answer = self.consortium.http.post(f"{ONE}/{self.known[who]}/{noun}", json=body, headers=self.headers[who])
        assert answer.status_code == 200, answer.text

    def _left(self, day: int) -> int:
        return PLACES[day] - sum(day in days for days in self.has.values())

    def _in_all(self) -> int:
        return sum(state in IN for state in self.states.values())

    def _pass_on(self) -> None:
        for who, day in list(self.waits):
            if self._left(day) and (self.states[who] in IN or self._in_all() < IN_ALL):
                if self.states[who] == "waitlisted":
                    self.states[who] = "offered"
                self.has[who].add(day)
                self.waits.remove((who, day))


def test_places_by_day_live_by_the_model(database_of: Callable[[str], Database]) -> None:
    Week.consortium = Consortium(database_of("events"))
    checked: Any = list(HealthCheck)
    run_state_machine_as_test(
        Week,
        settings=settings(max_examples=10, stateful_step_count=14, deadline=None, suppress_health_check=checked),
    )
