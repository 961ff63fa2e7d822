"""PostgreSQL's own load program: what the database alone does with the same statements."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

from psycopg import ClientCursor, connect
from sqlalchemy import event
from sqlalchemy.orm import Session

from bench import machine
from bench.load import CONNECTIONS
from bench.rounds import Sample
from bench.store import Store, plain
from shared.database import Database

_COUNT = re.compile(r"^number of transactions actually processed: (\d+)", re.MULTILINE)
_RATE = re.compile(r"^tps = ([\d.]+) \(without", re.MULTILINE)


class NotRun(Exception):
    """The program did not come to its end; says what it said."""


def run(store: Store, database: str, script: Path, seconds: float) -> Sample:
    """Run a script again and again on as many connections as the HTTP client has."""
    cpu = machine.cpu_seconds(store.pid)
    done = subprocess.run(
        [
            *(str(store.program("pgbench")), "-n", "-M", "prepared", "-c", str(CONNECTIONS), "-j", "1"),
            *("-T", str(max(1, round(seconds))), "-f", str(script), "-h", str(store.sockets), "-U", "postgres"),
            database,
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=seconds + 60,
    )
    count, rate = _COUNT.search(done.stdout), _RATE.search(done.stdout)
    if count is None or rate is None:
        raise NotRun(done.stdout + done.stderr)
    return Sample(int(count[1]), int(count[1]) / float(rate[1]), machine.cpu_seconds(store.pid) - cpu)


def statements(url: str, work: Callable[[Session], object]) -> list[str]:
    """What a piece of our own code asks of the database, with its values written out."""
    said: list[tuple[str, Any]] = []
    database = Database(url)

    def remember(_: object, __: object, statement: str, parameters: Any, *___: object) -> None:
        said.append((statement, parameters))

    with database.session() as session, connect(plain(url)) as connection:
        event.listen(database.engine, "before_cursor_execute", remember)
        work(session)
        session.rollback()
        written = [ClientCursor(connection).mogrify(statement, parameters) for statement, parameters in said]
    database.close()
    return written


def escaped(statement: str) -> str:
    """A statement on one line, in which nothing looks like one of pgbench's variables."""
    # In JSON, a colon may as well have a space behind it.
    return re.sub(r"(?<!:):(?=[A-Za-z_])", ": ", " ".join(statement.split()))
