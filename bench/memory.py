"""(e) Memory: what processes have at most, and what the whole stack has when nothing happens."""

import os
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from bench import machine
from bench.report import Figure
from bench.rounds import Say
from bench.sizes import Sizes
from plexus.embedded.ports import free_port
from plexus.embedded.process import Program
from tests.waiting import eventually

_EVERY = 0.5
_READY_WITHIN, _STOPPED_WITHIN = 180.0, 40.0


class Peak:
    """`with Peak(process_ids) as peak:` watches these processes and their children; then `peak.megabytes`."""

    def __init__(self, process_ids: Sequence[int]) -> None:
        self._process_ids = process_ids
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.megabytes = 0.0

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while True:
            self.megabytes = max(self.megabytes, machine.proportional_bytes(*self._process_ids) / 1e6)
            if self._over.wait(_EVERY):
                return


def measure(home: Path, sizes: Sizes, say: Say) -> list[Figure]:
    """What `make up` has, the demo loaded, after a while in which nobody did anything."""
    ports = {name: free_port() for name in ("PLEXUS_PORT", "PLEXUS_MAILBOX_PORT", "PLEXUS_MAILBOX_SMTP_PORT")}
    told = {name: str(port) for name, port in ports.items()} | {"PLEXUS_HOME": str(home / "var")}
    ours = {name: value for name, value in os.environ.items() if not name.startswith("PLEXUS_")}
    stack = Program("up", [sys.executable, "-m", "plexus", "up"], home / "up.log", {**ours, **told})
    say("starting the whole stack")
    stack.start()
    try:
        eventually(lambda: _is_ready(ports["PLEXUS_PORT"]), within=_READY_WITHIN, every=0.5)
        say(f"leaving it alone for {sizes.rest_seconds:.0f} s")
        time.sleep(sizes.rest_seconds)
        megabytes = machine.proportional_bytes(stack.pid) / 1e6
    finally:
        stack.stop(within=_STOPPED_WITHIN)
    what = f"`make up` with the demo, all processes, after {sizes.rest_seconds:.0f} s of rest"
    return [Figure("e", what, megabytes, " MB", at_most=900)]


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False
