"""What the relay of events points its worker at."""

from dataclasses import dataclass, field
from typing import Any

from services.events.work import Work
from services.events.worker import app
from shared.database import Database
from tests.events.calendars import SOURCES
from tests.events.consortium import Consortium
from tests.events.policy_sources import a_source


@dataclass
class Pointing:
    """A relay that notes what it points at."""

    database: Database
    pointed: list[tuple[Any, ...]] = field(default_factory=list)

    def point(self, *given: Any) -> None:
        self.pointed.append(given)


def _pointed(consortium: Consortium) -> list[tuple[Any, ...]]:
    relay = Pointing(consortium.store)
    Work().find(relay)  # type: ignore[arg-type]
    return relay.pointed


def test_a_worker_is_pointed_at_calendars_whose_time_has_come(consortium: Consortium) -> None:
    source = consortium.coordinator.post(SOURCES, json=a_source(consortium)).json()
    assert _pointed(consortium) == []
    consortium.coordinator.post(f"{SOURCES}/{source['id']}/activation")
    [(task, arguments, queue)] = _pointed(consortium)
    assert (task in app.tasks, arguments, queue) == (True, [], "events")
    consortium.execute("UPDATE sources SET next_run_at = now() + interval '1h'")
    assert _pointed(consortium) == []


def test_it_looks_now_and_then_and_not_at_each_tick(consortium: Consortium) -> None:
    source = consortium.coordinator.post(SOURCES, json=a_source(consortium)).json()
    consortium.coordinator.post(f"{SOURCES}/{source['id']}/activation")
    relay, work = Pointing(consortium.store), Work()
    for _ in range(10):
        work.find(relay)  # type: ignore[arg-type]
    assert len(relay.pointed) == 1
