"""A database with nothing in it but what every service has: outbox, inbox and their like."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from plexus.embedded.postgres import Postgres
from shared import clock
from shared.database import Database, envelopes

_numbers = count(1)


@pytest.fixture
def database(postgres: Postgres) -> Iterator[Database]:
    name = f"bare_{next(_numbers)}"
    postgres.create_database(name)
    opened = Database(postgres.url(name), pool_size=5)
    envelopes.create_all(opened.engine)
    yield opened
    opened.close()


class Clock:
    """A clock that stands still until it is told otherwise."""

    def __init__(self) -> None:
        self.time = datetime.now(UTC)

    def __call__(self) -> datetime:
        return self.time

    def pass_(self, seconds: float) -> None:
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Clock:
    standing = Clock()
    monkeypatch.setattr(clock, "now", standing)
    return standing
