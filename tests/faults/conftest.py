"""A crew of senders for each test, and the table of what was lost at the end."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared import clock
from shared.database import Database
from tests.faults.crew import Crew
from tests.notifications.stage import Stage
from tests.sink import Sink

_COLUMNS = ("rounds", "deliveries", "lost", "duplicated", "uncertain")


@pytest.fixture
def crew(database_of: Callable[[str], Database], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Crew]:
    """Nobody works yet, and nothing waits."""
    stage = Stage(database_of("notifications"))
    monkeypatch.setattr(clock, "now", stage.clock)
    with Sink() as sink:
        yield Crew(stage, sink, tmp_path)


@pytest.fixture
def tally(record_property: Callable[[str, object], None]) -> Callable[..., None]:
    """`tally(rounds, deliveries, lost, duplicated, uncertain)` puts a line into the table."""
    return lambda *figures: record_property("tally", figures)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The table, once all is done."""
    lines = [
        (*figures, report.nodeid.rpartition("::")[2])
        for report in (*terminalreporter.stats.get("passed", ()), *terminalreporter.stats.get("failed", ()))
        for name, figures in report.user_properties
        if name == "tally"
    ]
    if lines:
        terminalreporter.section("what was lost, and what came twice")
        for row in [(*_COLUMNS, "while"), *lines]:
            terminalreporter.write_line(" ".join(f"{figure!s:>10}" for figure in row[:-1]) + f"  {row[-1]}")
