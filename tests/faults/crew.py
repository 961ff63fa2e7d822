"""Senders in processes of their own, and many emails that wait for them."""

import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from tests.faults.strikes import SENDING_AND_ALIVE
from tests.notifications.builders import a_partner, a_person, a_subscription, published
from tests.notifications.stage import Stage
from tests.sink import Sink
from tests.waiting import eventually

PROJECT = Path(__file__).parents[2]
_COPIES = """
    INSERT INTO deliveries (email_id, event_id, sender_id, address, address_key, language, class, channel, route,
        state, message_id, next_attempt_at, expires_at)
    SELECT d.email_id, d.event_id, d.sender_id, a.address, a.address, d.language, 'normal', 'email', d.route,
        'pending', '<' || uuidv7() || '.1@example.org>', d.next_attempt_at, d.expires_at
    FROM deliveries d, generate_series(0, {count} - 1) n,
        LATERAL (SELECT 'r' || lpad(n::text, 5, '0') || '@example.org' AS address) a
    WHERE d.address = 'ana@example.org'
"""


@dataclass
class Crew:
    """So many emails that wait, a relay, and whoever sends them."""

    stage: Stage
    sink: Sink
    home: Path
    addresses: list[str] = field(default_factory=list)

    def have(self, count: int) -> None:
        """Let emails wait, for r00000@example.org and on."""
        self.stage.hear(a_partner(), a_person("ana"))
        self.stage.follow(a_subscription(person="ana"))
        self.stage.hear(published())
        self.stage.tell()
        with self.stage.database.engine.begin() as connection:
            connection.exec_driver_sql(_COPIES.format(count=count))
            connection.exec_driver_sql("DELETE FROM deliveries WHERE address = 'ana@example.org'")
        self.addresses = [f"r{number:05}@example.org" for number in range(count)]

    @contextmanager
    def at_work(self, number: int = 1, **wishes: Any) -> Iterator[list["Worker"]]:
        """Senders that work during the block, and are asked to stop after it."""
        workers = [Worker.begin(self, wishes) for _ in range(number)]
        try:
            yield workers
        finally:
            for worker in workers:
                worker.end()

    def strike(self, workers: list["Worker"]) -> None:
        """Kill senders while what they send is under way."""
        under_way = f"{SENDING_AND_ALIVE} AND started_at IS NOT NULL"
        eventually(lambda: self._count(under_way), within=60, every=0.002)
        for worker in workers:
            worker.signal(signal.SIGKILL)

    def begun_and_unrecorded(self) -> int:
        """Once nobody works: how many emails were begun and have no result; what was held is taken back."""
        holders = "SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid::bigint = 7013113"
        eventually(lambda: not self.stage.rows(holders), within=30)
        begun = self._count("state = 'sending' AND started_at IS NOT NULL")
        self.stage.sweep()
        return begun

    def took(self, more_than: int) -> bool:
        """Whether the relay has taken more than so many."""
        return len(self.sink.taken) > more_than

    def is_over(self) -> bool:
        """Whether nothing is to be sent any more."""
        return self.states().keys() <= {"accepted", "failed"}

    def _count(self, where: str) -> int:
        return int(self.stage.rows(f"SELECT count(*) FROM deliveries WHERE {where}")[0][0])

    def states(self) -> Counter[str]:
        """How many emails are in each state."""
        return Counter(dict(map(tuple, self.stage.rows("SELECT state, count(*) FROM deliveries GROUP BY state"))))

    def until(self, *states: str, within: float = 60) -> Counter[str]:
        """The states, once there are no others."""
        return eventually(lambda: (now := self.states()).keys() <= set(states) and now, within=within)

    def copies(self) -> Counter[str]:
        """How often the relay took each recipient's email."""
        return Counter(recipient for _, recipient in self.sink.taken)

    def check(self) -> None:
        """What holds whatever happened: nothing is `accepted` that the relay lacks, and each has one Message-ID."""
        accepted = {row[0] for row in self.stage.rows("SELECT address FROM deliveries WHERE state = 'accepted'")}
        assert accepted <= self.copies().keys()
        ids = Counter(recipient for _, recipient in set(self.sink.taken))
        assert not [recipient for recipient, different in ids.items() if different > 1]


@dataclass
class Worker:
    """One sender's process."""

    process: subprocess.Popen[bytes]
    log: Path

    @classmethod
    def begin(cls, crew: Crew, wishes: dict[str, Any]) -> "Worker":
        told = {"lease": 120, "command": 15, "dot": 50, "poison": None, "relay": crew.sink.url} | wishes
        told |= {"now": crew.stage.clock().isoformat(), "database": crew.stage.database.url}
        log = crew.home / f"sender-{os.urandom(4).hex()}.log"
        with log.open("wb") as output:
            argv = [sys.executable, "-m", "tests.faults.a_sender", json.dumps(told)]
            return cls(subprocess.Popen(argv, cwd=PROJECT, stdout=output, stderr=output), log)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to it alone."""
        if self.process.poll() is None:
            self.process.send_signal(number)

    def end(self) -> None:
        """Ask it to stop, and insist."""
        self.signal(signal.SIGCONT)
        self.signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    @property
    def megabytes(self) -> float:
        """The memory that it takes."""
        return float(psutil.Process(self.process.pid).memory_info().rss / 2**20)
