"""A real worker process hears over a real Valkey, acknowledges, and holds nothing before it forks."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import psutil
import pytest
from celery import Celery
from sqlalchemy import select

from plexus.embedded.valkey import Valkey
from shared.carrier import carrier, send, waiting
from shared.database import Database, heartbeats, inbox
from tests.shared.messages import a_community, an_envelope
from tests.waiting import eventually


@pytest.fixture
def broker(valkey: Valkey) -> Iterator[Celery]:
    valkey.flush()
    app = carrier("partners", valkey.url)
    yield app
    app.close()


@pytest.fixture
def worker(database: Database, valkey: Valkey, broker: Celery, tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    ready = tmp_path / "ready"
    process = subprocess.Popen(
        [sys.executable, "-m", "celery", "-A", "tests.shared.echo", "worker", "-Q", "events", "-c", "1"],
        env=os.environ
        | {"EVENTS_DATABASE_URL": database.url, "PLEXUS_REDIS_URL": valkey.url, "ECHO_READY": str(ready)},
        stdout=subprocess.DEVNULL,
        stderr=(tmp_path / "log").open("wb"),
        start_new_session=True,
    )
    eventually(lambda: ready.exists() and ready.read_text(), within=30)
    process.ready = ready.read_text()  # type: ignore[attr-defined]
    yield process
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _heard(database: Database) -> list[UUID]:
    with database.session() as session:
        return list(session.scalars(select(inbox.c.message_id)))


def _send(broker: Celery, *slugs: str) -> list[UUID]:
    envelopes = [an_envelope(body=a_community(slug=slug).model_dump(mode="json")) for slug in slugs]
    send(broker, "events.hear", [[envelope.model_dump(mode="json") for envelope in envelopes]], "events")
    return [envelope.id for envelope in envelopes]


def test_a_worker_hears_a_batch_and_acknowledges_it_in_one_task(
    worker: subprocess.Popen[bytes], database: Database, broker: Celery
) -> None:
    sent = _send(broker, "a", "b", "c")
    eventually(lambda: set(_heard(database)) == set(sent), within=20)
    eventually(lambda: waiting(broker, "partners") == 1, within=10)


def test_the_parent_of_a_pool_holds_no_connection_and_its_children_are_forked_again(
    worker: subprocess.Popen[bytes], database: Database, broker: Celery
) -> None:
    """Known trap 5: what the parent opened before forking would be shared by all children."""
    parent, holds_an_engine = worker.ready.split()  # type: ignore[attr-defined]
    assert holds_an_engine == "False"
    (child,) = psutil.Process(int(parent)).children()
    child.kill()
    sent = _send(broker, "after")
    eventually(lambda: _heard(database) == sent, within=30)
    with database.session() as session:
        assert session.scalar(select(inbox.c.outcome)) != f"heard by {child.pid}"


def test_a_worker_hears_again_after_its_broker_was_killed_and_came_back_empty(
    worker: subprocess.Popen[bytes], database: Database, broker: Celery, valkey: Valkey
) -> None:
    valkey.restart(empty=True)
    eventually(lambda: _send(broker, f"try-{len(_heard(database))}") and _heard(database), within=60, every=2)


def test_a_task_that_is_a_method_would_lose_its_self() -> None:
    """Known trap 4: what is registered must be a closure."""

    class Listener:
        def hear(self, envelopes: list[object]) -> int:
            return len(envelopes)

    app = Celery("trap", set_as_current=False)
    method = app.task(name="method")(Listener().hear)
    with pytest.raises(TypeError, match="missing 1 required positional argument"):
        method.apply_async(args=([1, 2],))


def test_a_worker_shows_that_it_lives(worker: subprocess.Popen[bytes], database: Database, broker: Celery) -> None:
    send(broker, "events.beat", ["events"], "events")

    def beats() -> list[str]:
        with database.session() as session:
            return list(session.scalars(select(heartbeats.c.queue)))

    eventually(lambda: beats() == ["events"], within=20)


def test_the_carrier_neither_waits_for_ever_nor_takes_anything_but_json() -> None:
    """Known trap 6: kombu's own default for a publish on a half-open connection is to wait for ever."""
    conf = carrier("partners", "redis://localhost:1/0").conf
    assert conf.broker_transport_options["socket_timeout"] == 5
    assert conf.broker_transport_options["socket_connect_timeout"] == 5
    assert conf.accept_content == ["json"]
    assert conf.task_acks_late
    assert conf.task_ignore_result
    assert conf.broker_transport_options["visibility_timeout"] > conf.task_time_limit


def test_celery_is_asked_for_with_what_it_needs_for_redis() -> None:
    """Known trap 6: `pip install celery redis` misses a dependency."""
    project = (Path(__file__).parents[2] / "pyproject.toml").read_text()
    assert '"celery[redis]' in project
