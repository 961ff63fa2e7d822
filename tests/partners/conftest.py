"""The API of partners upon an empty database, and a clock that stands still when a test asks for it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from shared import clock
from shared.database import Database
from tests.partners.consortium import Consortium


@pytest.fixture
def consortium(database_of: Callable[[str], Database]) -> Consortium:
    return Consortium(database_of("partners"))


class StandingClock:
    """A clock that stands still until it is told otherwise."""

    def __init__(self) -> None:
        self.time = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.time

    def pass_(self, **passed: float) -> None:
        self.time += timedelta(**passed)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> StandingClock:
    standing = StandingClock()
    monkeypatch.setattr(clock, "now", standing)
    return standing
