"""What is wrong with an installation, and the next step, in words."""

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import httpx2
import psycopg
import redis
from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from plexus.embedded.programs import SERVICES, WORKERS
from plexus.setup import relay
from shared import migrations
from shared.api.health import conversation
from shared.database import Database
from shared.settings import Settings, store_url

LATE = 60  # seconds after which what has not moved is said to be stuck
SKEW = 2.0  # seconds by which clocks may differ


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; without a problem, all is well with it."""

    about: str
    problem: str = ""
    next_step: str = ""

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to do."""
        return not self.problem

    def as_json(self) -> dict[str, Any]:
        """For a program to read."""
        return {**asdict(self), "ok": self.is_well}


def examine() -> Iterator[Finding]:
    """Look at everything, one thing after the other."""
    try:
        settings = Settings()
    except ValidationError as flaws:
        for flaw in flaws.errors():
            yield Finding("settings", f"{'.'.join(map(str, flaw['loc']))}: {flaw['msg']}", "Run `plexus setup`.")
        return
    yield Finding("settings")
    for service in SERVICES:
        yield from _database(service)
    yield from _redis(settings.redis_url.get_secret_value())
    yield from _front(os.environ.get("PLEXUS_API_URL") or settings.url)
    yield _smtp(os.environ.get("PLEXUS_SMTP_URL", ""))


def _database(service: str) -> Iterator[Finding]:
    about, database = f"database of {service}", Database(store_url(service))
    try:
        with database.engine.connect() as connection:
            if not migrations.is_current(connection, service):
                yield Finding(
                    about, "It is not at the newest schema.", f"Run `python -m services.{service}.migrate`."
                )
                return
            yield Finding(about)
            yield from _clock(about, lambda: connection.scalar(text("SELECT extract(epoch FROM clock_timestamp())")))
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


def _clock(about: str, ask: Callable[[], Any]) -> Iterator[Finding]:
    before = time.time()
    theirs = float(ask())
    apart = max(before - theirs, theirs - time.time())
    if apart > SKEW:
        yield Finding(f"clock of the {about}", f"It is {apart:.0f} s apart from this machine's.", "Run NTP on both.")


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
        if silence is None or silence > LATE + 30:
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


def _redis(url: str) -> Iterator[Finding]:
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5) as client:
            policy = client.config_get("maxmemory-policy")["maxmemory-policy"]
            yield from _clock("Redis", lambda: client.time()[0])
    except redis.RedisError as failure:
        yield Finding(
            "Redis", f"It does not answer: {failure}", "See that it runs. Nothing is lost: it only carries."
        )
        return
    if policy != "noeviction":
        yield Finding("Redis", f"When full it drops tasks ({policy}).", "Set maxmemory-policy to noeviction.")
    else:
        yield Finding("Redis")


def _front(url: str) -> Iterator[Finding]:
    try:
        answer = httpx2.get(f"{url.rstrip('/')}/health/ready", timeout=10)
    except httpx2.HTTPError as failure:
        yield Finding("front", f"{url} does not answer: {failure}", "See that the front and the services run.")
        return
    if answer.status_code == 200:
        yield Finding("front")
        return
    silent = [name for name, serves in answer.json().get("services", {}).items() if not serves]
    yield Finding("front", f"Not ready: {', '.join(silent) or answer.text}", "The logs of what is named say why.")


def _smtp(url: str) -> Finding:
    if not url:
        return Finding("SMTP relay", "None is set: no email leaves.", "Run `plexus setup --force`.")
    try:
        relay.connected(url).quit()
    except relay.RelayRefused as refusal:
        return Finding("SMTP relay", str(refusal), "Emails wait until it answers; see PLEXUS_SMTP_URL.")
    return Finding("SMTP relay")
