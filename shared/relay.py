"""The relay of a service: a small process that finds what is due in the outbox and sends it on its way.

The claim is the lease: a row that is sent comes due again in 15 s unless its listener acknowledges, so a relay
may be killed between any two lines. Two relays of one service do no harm.
"""

import signal
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import psycopg
from celery import Celery
from kombu.exceptions import OperationalError as CarrierDown
from redis.exceptions import RedisError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from shared import clock, outbox
from shared.carrier import send, waiting
from shared.database import Database
from shared.log import logger
from shared.messages import SERVICES

BATCH = 200
AGAIN_AFTER = timedelta(seconds=15)
SILENT_AFTER = timedelta(seconds=60)
PROBE_EVERY = timedelta(seconds=15)
_BEAT_EVERY = 15.0
_POLL_SECONDS = 1.0

log = logger(__name__)

_CLAIM = text(
    """
    WITH due AS (
        SELECT id FROM outbox
        WHERE listener = :listener AND acked_at IS NULL AND refused_at IS NULL AND next_publish_at <= :now
        ORDER BY next_publish_at, id LIMIT :batch FOR UPDATE SKIP LOCKED
    )
    UPDATE outbox o SET publish_count = publish_count + 1, next_publish_at = :again
    FROM due WHERE o.id = due.id
    RETURNING o.id, o.message_id, o.name, o.body, o.correlation_id, o.told_at
    """
)

_CLAIM_SCHEDULES = text(
    """
    UPDATE schedules SET next_run_at = :now + make_interval(secs => every_seconds)
    WHERE name IN (
        SELECT name FROM schedules WHERE next_run_at <= :now FOR UPDATE SKIP LOCKED
    ) RETURNING name
    """
)


class Breaker:
    """Whether a listener has fallen silent: then one probe now and then, and nothing else, goes to it.

    A neighbour that is away for a week must not fill Redis with copies; the rows wait in PostgreSQL.
    """

    def __init__(self, session: Session, listener: str) -> None:
        self._session, self._listener = session, listener

    def allowance(self) -> int:
        """How many rows may be sent to the listener now."""
        row = self._session.execute(
            text("SELECT silent_since, probed_at FROM breakers WHERE listener = :listener FOR UPDATE"),
            {"listener": self._listener},
        ).one_or_none()
        now = clock.now()
        if row is None or row.silent_since is None or now - row.silent_since < SILENT_AFTER:
            return BATCH
        if row.probed_at is not None and now - row.probed_at < PROBE_EVERY:
            return 0
        return 1

    def sent(self, probe: bool) -> None:
        """Note that something was sent and has not been answered yet."""
        self._session.execute(
            text(
                "INSERT INTO breakers (listener, silent_since, probed_at) VALUES (:listener, :now, :probed)"
                " ON CONFLICT (listener) DO UPDATE SET"
                " silent_since = coalesce(breakers.silent_since, excluded.silent_since),"
                " probed_at = coalesce(excluded.probed_at, breakers.probed_at)"
            ),
            {"listener": self._listener, "now": clock.now(), "probed": clock.now() if probe else None},
        )


def claim(session: Session, service: str, listener: str) -> list[dict[str, Any]]:
    """The envelopes that may go to a listener now; each is leased for 15 s."""
    breaker = Breaker(session, listener)
    allowed = breaker.allowance()
    if allowed == 0:
        return []
    now = clock.now()
    rows = session.execute(
        _CLAIM, {"listener": listener, "now": now, "again": now + AGAIN_AFTER, "batch": allowed}
    ).all()
    if rows:
        breaker.sent(probe=allowed == 1)
    return [
        {
            "id": str(row.message_id),
            "teller": service,
            "name": row.name,
            "body": row.body,
            "correlation_id": row.correlation_id,
            "told_at": row.told_at.isoformat(),
        }
        for row in sorted(rows, key=lambda row: row.id)
    ]


def run_schedules(session: Session, service: str) -> None:
    """Claim the schedules that are due; the same transaction tells the service itself, so no run is lost between."""
    for name in session.scalars(_CLAIM_SCHEDULES, {"now": clock.now()}):
        outbox.remind_self(session, service, name)


class Relay:
    """One service's relay."""

    def __init__(
        self,
        service: str,
        database: Database,
        carrier: Celery,
        queues: Sequence[str],
        find_work: "Callable[[Relay], None] | None" = None,
    ) -> None:
        self.service, self.database, self.carrier = service, database, carrier
        self._queues, self._find_work = queues, find_work
        self._listeners = SERVICES  # itself too: that is how its schedules reach it
        self._beat_at = 0.0
        self._stopping = False

    def tick(self) -> None:
        """Send everything that is due."""
        with self.database.transaction() as session:
            run_schedules(session, self.service)
        for listener in self._listeners:
            while self._send_batch(listener):
                pass
        if self._find_work:
            self._find_work(self)
        if time.monotonic() - self._beat_at > _BEAT_EVERY:
            self._beat_at = time.monotonic()
            for queue in self._queues:
                self.point(f"{self.service}.beat", [queue], queue)

    def point(self, task: str, args: list[object], queue: str, at_most: int = 1) -> None:
        """Send a pointer to a queue unless enough tasks wait there, so that nobody's absence fills Redis."""
        if waiting(self.carrier, queue) < at_most:
            send(self.carrier, task, args, queue)

    def _send_batch(self, listener: str) -> bool:
        with self.database.transaction() as session:
            envelopes = claim(session, self.service, listener)
        if envelopes:
            send(self.carrier, f"{listener}.hear", [envelopes], queue=listener)
            log.info("messages_sent", listener=listener, count=len(envelopes))
        return len(envelopes) == BATCH

    def run(self) -> None:
        """Send what is due, at each ring of the bell and each second, until told to stop."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, self._stop)
        while not self._stopping:
            try:
                self._listen()
            except (psycopg.Error, DBAPIError, CarrierDown, RedisError, OSError) as error:
                log.warning("relay_waits", error=type(error).__name__)
                time.sleep(_POLL_SECONDS)
        self.database.close()

    def _listen(self) -> None:
        url = self.database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True, connect_timeout=5) as bell:
            bell.execute(f"LISTEN {outbox.CHANNEL}")
            while not self._stopping:
                self.tick()
                # Several rings are one: whatever is due is found by the same tick.
                for _ in bell.notifies(timeout=_POLL_SECONDS, stop_after=1):
                    pass

    def _stop(self, *_: object) -> None:
        self._stopping = True
