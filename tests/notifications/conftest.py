"""A stage for each test, and a relay that takes, or refuses, what is sent."""

from collections.abc import Callable, Iterator

import pytest

from shared import clock
from shared.database import Database
from tests.notifications.stage import Stage
from tests.sink import Sink


@pytest.fixture
def stage(database_of: Callable[[str], Database], monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Notifications at noon on a Sunday, knowing nobody."""
    stage = Stage(database_of("notifications"))
    monkeypatch.setattr(clock, "now", stage.clock)
    return stage


@pytest.fixture
def sink() -> Iterator[Sink]:
    """A relay that takes everything, until a test tells it otherwise."""
    with Sink() as sink:
        yield sink
