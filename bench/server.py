"""An API application in one process of its own, as production runs it."""

import os
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from plexus.embedded.ports import free_port
from plexus.embedded.process import NotStarted, Program

_READY_WITHIN = 30.0


class Server:
    """`with Server("services.events.api:app", log, {…}) as server:` is one uvicorn worker on `server.port`."""

    def __init__(self, application: str, log: Path, variables: Mapping[str, str]) -> None:
        self.port = free_port()
        name = application.partition(":")[0]
        command = [sys.executable, "-m", "uvicorn", application, "--host", "127.0.0.1", "--port", str(self.port)]
        environment = {**os.environ, **variables}
        self._program = Program(
            name, [*command, "--no-access-log", "--log-level", "warning"], log / f"{name}.log", environment
        )

    def __enter__(self) -> "Server":
        self._program.start()
        deadline = time.monotonic() + _READY_WITHIN
        while not self._answers():
            if not self._program.running or time.monotonic() > deadline:
                raise NotStarted(f"{self._program.name} does not answer:\n{self._program.last_words()}")
            time.sleep(0.05)
        return self

    def __exit__(self, *_: object) -> None:
        self._program.stop()

    @property
    def pid(self) -> int:
        """Its process."""
        return self._program.pid

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/live", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False
