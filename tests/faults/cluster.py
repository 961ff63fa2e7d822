"""The real system, all its processes, under a supervisor of the test's own, and the means to hurt it."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import psycopg
import redis
from sqlalchemy.engine import make_url

from plexus.embedded.environment import DATABASES, REDIS, Environment, Layout
from plexus.embedded.ports import free_port
from plexus.embedded.process import Program
from plexus.embedded.stack import Stack
from services.partners.audit import Actor
from services.partners.identity.tokens import issue_api_token
from services.partners.people.actions import PersonDraft, add_person
from shared.database import Database
from tests.waiting import eventually

OFFICE = "olivia.office@example.org"
_LINK = re.compile(rb"/links/partners/([A-Za-z0-9_\-]+)")


class Cluster:
    """`with Cluster(home, smtp_url) as cluster:` is a running system with one office person and her API token."""

    def __init__(self, home: Path, smtp_url: str, **variables: str) -> None:
        layout = Layout(home, free_port(), free_port(), free_port())
        ours = {name: value for name, value in os.environ.items() if not _says_where(name)}
        given = ours | {"PLEXUS_SMTP_URL": smtp_url, "PLEXUS_SETTLE_SECONDS": "2"} | variables
        self._stack = Stack(Environment(layout, given), lambda _: None)
        self._watching, self._nobody_rises, self._looked = threading.Event(), threading.Event(), threading.Event()
        self._watcher = threading.Thread(target=self._look_after, daemon=True)
        self.url = f"http://127.0.0.1:{layout.port}"
        self.home = home
        self.token = ""

    def __enter__(self) -> "Cluster":
        self._stack.start()
        self._stack.wait_until_it_serves()
        self._watching.set()
        self._watcher.start()
        self.token = self._office_token()
        eventually(lambda: self.get("/api/v1/events").status_code == 200, within=20)
        eventually(lambda: self.get("/api/v1/deliveries").status_code == 200, within=20)
        return self

    def __exit__(self, *_: object) -> None:
        self._watching.clear()
        self._watcher.join()
        self._stack.stop()

    def _look_after(self) -> None:
        while self._watching.is_set():
            if not self._nobody_rises.is_set():
                self._stack.look_after()
            self._looked.set()

    def _office_token(self) -> str:
        database = Database(self.variables[DATABASES["partners"]])
        try:
            with database.transaction() as session:
                draft = PersonDraft(name="Olivia Office", email=OFFICE, consortium_roles=["office"])
                person = add_person(session, Actor(None, "command"), draft)
                return issue_api_token(session, person.id, "test", ["read", "write"])[1]
        finally:
            database.close()

    @property
    def variables(self) -> dict[str, str]:
        """What the processes were told by their environment."""
        return self._stack.variables

    @property
    def programs(self) -> list[Program]:
        """Its processes."""
        return self._stack.programs

    # What people do.

    def request(self, method: str, path: str, body: Any = None, **headers: str) -> httpx2.Response:
        """One request with the office's token."""
        given = {"Authorization": f"Bearer {self.token}"} | {
            name.replace("_", "-"): text for name, text in headers.items()
        }
        return httpx2.request(method, self.url + path, json=body, headers=given, timeout=30)

    def get(self, path: str) -> httpx2.Response:
        """Read something."""
        return self.request("GET", path)

    def post(self, path: str, body: Any = None, key: str | None = None) -> httpx2.Response:
        """Post something, with a key of its own unless one is given."""
        return self.request("POST", path, body if body is not None else {}, Idempotency_Key=key or str(uuid4()))

    def record(self, kind: str, *records: dict[str, Any]) -> list[str]:
        """Put records in by the import door, waiting for what they refer to; their ids."""

        def imported() -> httpx2.Response | None:
            answer = self.post(f"/api/v1/imports/{kind}", {"records": list(records)})
            return None if answer.status_code == 401 or _is_not_known_yet(answer) else answer

        answer = eventually(imported, within=20, every=0.2)
        assert answer.status_code == 200, answer.text
        return [item["id"] for item in answer.json()["items"]]

    def ask_for_a_link(self) -> None:
        """Ask for a sign-in link for the office person."""
        assert httpx2.post(f"{self.url}/api/v1/sign-in", json={"email": OFFICE}).status_code == 202

    # What can be looked at from inside, by the harness alone.

    def query(self, service: str, statement: str) -> list[tuple[Any, ...]]:
        """Rows of a service's database."""
        url = make_url(self.variables[DATABASES[service]]).set(drivername="postgresql")
        with psycopg.connect(
            url.render_as_string(hide_password=False), autocommit=True, connect_timeout=5
        ) as connection:
            return connection.execute(statement).fetchall()  # type: ignore[call-overload,no-any-return]

    def execute(self, service: str, statement: str) -> None:
        """Change a service's database behind its back."""
        url = make_url(self.variables[DATABASES[service]]).set(drivername="postgresql")
        with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]

    def count(self, service: str, table_and_where: str) -> int:
        """How many rows."""
        return int(self.query(service, f"SELECT count(*) FROM {table_and_where}")[0][0])

    def redis(self) -> redis.Redis:
        """The broker."""
        return redis.Redis.from_url(self.variables[REDIS])

    def unacknowledged(self) -> int:
        """Outbox rows, of all services, that a listener has not acknowledged yet."""
        return sum(self.count(service, "outbox WHERE acked_at IS NULL") for service in DATABASES)

    def plexus(self, *words: str) -> str:
        """Run the operator's command; what it printed."""
        command = [sys.executable, "-m", "plexus", *words]
        done = subprocess.run(command, env=self.variables, capture_output=True, text=True, timeout=120, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    # What hurts.

    @contextmanager
    def nobody_rises(self) -> Iterator[None]:
        """Until the end of the block, what dies stays dead: time to count what it left behind."""
        self._nobody_rises.set()
        self._looked.clear()
        assert self._looked.wait(30)
        try:
            yield
        finally:
            self._nobody_rises.clear()

    def kill(self, *endings: str, by: signal.Signals = signal.SIGKILL) -> list[int]:
        """Kill every program whose name ends so, with its children, or ask it to end; it is started again."""
        struck = [program for program in self._stack.programs if program.name.endswith(endings) and program.running]
        found = [program.pid for program in struck]
        for process_id in found:
            (os.killpg if by is signal.SIGKILL else os.kill)(process_id, by)
        return found

    @contextmanager
    def without(self, ending: str) -> Iterator[None]:
        """Some programs are dead during the block, and start after it."""
        supervisor = self._stack._supervisor
        with self.nobody_rises():
            dead = [watched for watched in supervisor._watched if watched.program.name.endswith(ending)]
            supervisor._watched[:] = [watched for watched in supervisor._watched if watched not in dead]
            for watched in dead:
                watched.program.kill()
        yield
        with self.nobody_rises():
            for watched in dead:
                supervisor.watch(watched.program)

    def flush_redis(self) -> None:
        """Everything in Redis is gone."""
        with self.redis() as client:
            client.flushall()

    def restart_redis_empty(self) -> None:
        """Redis dies, and comes back with nothing."""
        (program,) = (program for program in self._stack.programs if program.name == "valkey")
        program.kill()
        shutil.rmtree(self.home / "valkey" / "appendonlydir", ignore_errors=True)
        program.start()
        eventually(self.redis_answers, within=10)

    def redis_answers(self) -> bool:
        """Whether the broker is there."""
        with self.redis() as client:
            try:
                return bool(client.ping())
            except redis.ConnectionError:
                return False

    def restart_postgres_immediately(self) -> None:
        """What a crash of PostgreSQL looks like: no checkpoint, every connection cut, recovery at the start."""
        (program,) = (program for program in self._stack.programs if program.name == "postgres")
        with self.nobody_rises():
            os.kill(program.pid, signal.SIGQUIT)
            eventually(lambda: not program.running, within=30)
            program.start()
            eventually(self._answers, within=30)

    def _answers(self) -> bool:
        try:
            return self.query("events", "SELECT 1") == [(1,)]
        except psycopg.OperationalError:
            return False


def link_in(email: bytes) -> bytes:
    """The token of the sign-in link that an email carries."""
    found = _LINK.search(email.replace(b"=\r\n", b"").replace(b"=3D", b"="))
    assert found
    return found[1]


def _says_where(variable: str) -> bool:
    return variable.startswith("PLEXUS_") or variable.endswith("_DATABASE_URL")


def _is_not_known_yet(answer: httpx2.Response) -> bool:
    return answer.is_client_error and answer.json()["code"] in {"not-known-yet", "unknown-reference"}
