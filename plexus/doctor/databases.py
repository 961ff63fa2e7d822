"""What is wrong with a service, as its database shows it."""

from collections.abc import Iterator
from typing import Any

import psycopg
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from plexus.doctor.finding import Finding, compared_clock
from plexus.embedded.programs import WORKERS
from shared import migrations
from shared.api.health import conversation
from shared.database import Database
from shared.settings import store_url

LATE = 60  # seconds after which what has not moved is said to be stuck
SILENT = 90  # seconds after which a queue is; its heartbeat comes every 15


def examine_service(service: str) -> Iterator[Finding]:
    """Its schema, its messages, its queues, and what it has to deliver."""
    about, database = f"database of {service}", Database(store_url(service))
    try:
        with database.engine.connect() as connection:
            if not migrations.is_current(connection, service):
                yield Finding(
                    about, "It is not at the newest schema.", f"Run `python -m services.{service}.migrate`."
                )
                return
            yield Finding(about)
            yield from compared_clock(
                about, lambda: connection.scalar(text("SELECT extract(epoch FROM clock_timestamp())"))
            )
            yield from _conversation(service, conversation(connection))
            yield from _heartbeats(service, dict(connection.execute(_SILENT).all()))
            if service == "notifications":
                yield _deliveries(connection.execute(_STUCK, {"late": LATE}).one())
    except (SQLAlchemyError, psycopg.Error) as failure:
        said = str(getattr(failure, "orig", failure)).strip().splitlines()[0]
        yield Finding(about, f"It does not answer: {said}", "See that PostgreSQL runs, and that the URL is right.")
    finally:
        database.close()


_SILENT = text("SELECT queue, extract(epoch FROM now() - beat_at) FROM heartbeats")
_STUCK = text(
    """
    SELECT count(*) AS due,
           (SELECT reason FROM relay_health WHERE retry_at > now() ORDER BY retry_at DESC LIMIT 1) AS refused
    FROM deliveries
    WHERE state IN ('pending', 'deferred', 'uncertain') AND channel = 'email'
      AND next_attempt_at < now() - make_interval(secs => :late)
    """
)


def _conversation(service: str, stands: dict[str, float]) -> Iterator[Finding]:
    about = f"messages of {service}"
    if stands["oldest_seconds"] > LATE:
        yield Finding(
            about,
            f"{stands['unacknowledged']:.0f} are not acknowledged, the oldest for {stands['oldest_seconds']:.0f} s.",
            "See that its relay and the workers of its neighbors run; nothing is lost meanwhile.",
        )
    if stands["dead_letters"]:
        yield Finding(
            about,
            f"{stands['dead_letters']:.0f} were refused by their listener.",
            "See why with `plexus dead-letters show`; then `plexus dead-letters retry`.",
        )
    if stands["parked"]:
        yield Finding(
            about,
            f"{service} could not take {stands['parked']:.0f} that others told it.",
            "Its log says why. When that is put right: `plexus dead-letters retry`.",
        )
    if not any((stands["oldest_seconds"] > LATE, stands["dead_letters"], stands["parked"])):
        yield Finding(about)


def _heartbeats(service: str, silent_for: dict[str, float]) -> Iterator[Finding]:
    for queue in [queue for owner, queues in WORKERS.values() if owner == service for queue in queues]:
        silence = silent_for.get(queue)
        if silence is None or silence > SILENT:
            since = "has never taken anything" if silence is None else f"has taken nothing for {silence:.0f} s"
            yield Finding(f"queue {queue}", f"Its worker {since}.", f"See that it and the relay of {service} run.")
        else:
            yield Finding(f"queue {queue}")


def _deliveries(stuck: Any) -> Finding:
    if stuck.refused:
        return Finding(
            "deliveries", f"The relay cannot be reached: {stuck.refused}", "They wait, and are tried again."
        )
    if stuck.due:
        return Finding(
            "deliveries",
            f"{stuck.due} are due for more than {LATE} s.",
            "See that the mail workers and the relay run.",
        )
    return Finding("deliveries")
