"""Postfix's own test programs: `smtp-sink`, a relay that takes everything, and `smtp-source`, the fastest sender."""

import os
import re
import resource
import shutil
import subprocess
import threading
import time
from pathlib import Path

from plexus.embedded.ports import free_port

_BACKLOG = "1000"
_LOOK_EVERY = 0.001
# As root it asks to be somebody else.
_AS_NOBODY = ("-u", "nobody") if os.geteuid() == 0 else ()
_COUNTER = re.compile(rb"mesg=(\d+)\r")


class NotInstalled(Exception):
    """Postfix's test programs are missing."""


def program(name: str) -> str:
    """Where a program of Postfix is; Debian keeps them out of the way of those who are not root."""
    found = shutil.which(name, path="/usr/sbin:/usr/local/sbin:/usr/libexec/postfix") or shutil.which(name)
    if found is None:
        raise NotInstalled(f"{name} is missing: install Debian's package postfix (`make bench` does as root)")
    return found


class TooSlow(Exception):
    """Not enough emails came in time; says how many."""


class Sink:
    """`with Sink() as sink:` is a relay on `sink.port` of the loopback that takes everything and keeps nothing.

    `kept`, a directory, is for a look at what comes: it keeps each email in a file.
    """

    def __init__(self, port: int | None = None, kept: Path | None = None) -> None:
        self.port = port or free_port()
        self._kept = kept
        self._taken = 0

    def __enter__(self) -> "Sink":
        command = [program("smtp-sink"), "-c", *_AS_NOBODY]
        if self._kept is not None:
            self._kept.mkdir()
            self._kept.chmod(0o777)
            command += ["-d", f"{self._kept}/"]
        self.process = subprocess.Popen(
            [*command, f"127.0.0.1:{self.port}", _BACKLOG], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self._reader = threading.Thread(target=self._count, daemon=True)
        self._reader.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait()
        self._reader.join()

    @property
    def taken(self) -> int:
        """How many emails it answered with 250 so far."""
        return self._taken

    def wait_for(self, count: int, within: float) -> None:
        """Return as soon as so many have been taken."""
        deadline = time.monotonic() + within
        while self._taken < count:
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise TooSlow(f"{self._taken} emails of {count} within {within:.0f} s")
            time.sleep(_LOOK_EVERY)

    def _count(self) -> None:
        assert self.process.stdout is not None
        rest = b""
        while came := self.process.stdout.read1(1 << 16):  # type: ignore[attr-defined]
            rest = (rest + came)[-200:]
            found = _COUNTER.findall(rest)
            if found:
                self._taken = int(found[-1])


def flood(port: int, count: int, size: int) -> float:
    """Send as fast as Postfix's C program can, on eight connections; the seconds of CPU that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [
            *(program("smtp-source"), "-d", "-s", "8", "-m", str(count), "-l", str(size)),
            *("-f", "sender@example.org", "-t", "recipient@example.org", f"127.0.0.1:{port}"),
        ],
        check=True,
        timeout=120,
        stdout=subprocess.DEVNULL,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
