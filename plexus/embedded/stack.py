"""The whole system on one machine: stores, schema, services, mailbox, under one supervisor."""

import fcntl
import json
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import IO

from plexus.embedded import postgres, running, valkey
from plexus.embedded.environment import DATABASES, REDIS, Environment
from plexus.embedded.ports import is_taken
from plexus.embedded.process import NotStarted, Program
from plexus.embedded.programs import migrations, programs
from plexus.embedded.supervisor import POLL, Supervisor

Say = Callable[[str], None]


class Stack:
    """One stack: `start`, then `look_after` again and again, then `stop`."""

    def __init__(self, environment: Environment, say: Say) -> None:
        self._environment, self._say = environment, say
        self.layout = environment.layout
        self.variables: dict[str, str] = {}
        self._supervisor = Supervisor(say)
        self._stores = 0
        self._postgres: postgres.Postgres | None = None
        self._lock: IO[str] | None = None

    @property
    def programs(self) -> list[Program]:
        return self._supervisor.programs

    def start(self) -> None:
        """Start everything, up to the last process; `wait_until_ready` says when it answers."""
        self._take_home()
        for variable, port in self.layout.ports.items():
            if is_taken(port):
                raise NotStarted(f"Port {port} is taken. Choose another: {variable}={port + 100} make up")
        stores = self._start_stores()
        self.variables = self._environment.variables(stores)
        self._migrate()
        running.remember(self.layout.home, self.variables)
        self._say("Starting the services and the mailbox")
        for program in programs(self.layout, self.variables):
            self._supervisor.watch(program)

    def wait_until_it_serves(self, within: float = 180) -> None:
        """Wait until every process runs and every service says that it can serve."""
        deadline = time.monotonic() + within
        while not (self._supervisor.all_running and self._services_serve()):
            if time.monotonic() > deadline:
                raise NotStarted(f"Not ready within {within:.0f} s.\n{self._why_not()}")
            self.look_after()

    def _services_serve(self) -> bool:
        # Whether the demo is loaded does not matter here: it is loaded through services that serve.
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.layout.port}/health/ready", timeout=5) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError as not_ready:
            with not_ready:
                return all(json.load(not_ready)["services"].values())
        except OSError:
            return False

    def look_after(self) -> None:
        """Start again what has ended; returns after a moment."""
        self._supervisor.look_after()
        time.sleep(POLL)

    def stop(self) -> None:
        """End everything that was started, in order."""
        if self.variables:
            running.forget(self.layout.home)
        self._supervisor.stop(stores=self._stores)
        if self._postgres is not None:
            self._postgres.stop()
        if self._lock is not None:
            self._lock.close()

    def _take_home(self) -> None:
        self.layout.home.mkdir(parents=True, exist_ok=True)
        self._lock = (self.layout.home / "lock").open("w")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotStarted(
                f"A stack is already running in {self.layout.home}. For a second one: PLEXUS_HOME=… and other ports."
            ) from None

    def _start_stores(self) -> dict[str, str]:
        found = {}
        if self._environment.needs_postgres():
            self._say("Starting PostgreSQL")
            self._postgres = postgres.start(self.layout.home)
            self._keep(self._postgres.program)
            for name, variable in DATABASES.items():
                self._postgres.create_database(name)
                found[variable] = self._postgres.url(name)
        if self._environment.needs_valkey():
            self._say("Starting Valkey")
            broker = valkey.start(self.layout.home)
            self._keep(broker.program)
            found[REDIS] = broker.url
        return found

    def _keep(self, store: Program) -> None:
        self._supervisor.watch(store)
        self._stores += 1

    def _migrate(self) -> None:
        self._say("Bringing the databases to the newest schema")
        with (self.layout.home / "log" / "migrations.log").open("wb") as log:
            done = subprocess.run(migrations(), env=self.variables, stdout=log, stderr=subprocess.STDOUT, check=False)
        if done.returncode != 0:
            raise NotStarted(f"The migration failed; see {log.name}")

    def _why_not(self) -> str:
        ended = [program for program in self.programs if not program.running]
        front = [program for program in self.programs if program.name == "front"]
        return "\n".join(f"{program.name}:\n{program.last_words()}" for program in ended or front)
