"""What is due is claimed by a lease, sent, and comes due again unless it is acknowledged."""

import threading
import time as wall
from collections.abc import Iterator

import pytest
from celery import Celery
from sqlalchemy import text

from plexus.embedded.valkey import Valkey
from shared import outbox, schedules
from shared.carrier import carrier, waiting
from shared.database import Database
from shared.relay import BATCH, Relay, claim, run_schedules
from tests.shared.conftest import Clock
from tests.shared.messages import a_community
from tests.waiting import eventually


@pytest.fixture
def broker(valkey: Valkey) -> Iterator[Celery]:
    valkey.flush()
    app = carrier("partners", valkey.url)
    yield app
    app.close()


def _tell(database: Database, count: int = 1) -> None:
    with database.transaction() as session:
        for _ in range(count):
            outbox.tell(session, a_community(), listeners=["events"])


def _claim(database: Database) -> int:
    with database.transaction() as session:
        return len(claim(session, "partners", "events"))


def test_a_claimed_row_is_left_alone_for_fifteen_seconds_and_then_comes_again(
    database: Database, time: Clock
) -> None:
    _tell(database)
    time.pass_(1)
    assert _claim(database) == 1
    assert _claim(database) == 0
    time.pass_(14)
    assert _claim(database) == 0
    time.pass_(2)
    assert _claim(database) == 1


def test_two_relays_never_claim_the_same_row(database: Database) -> None:
    _tell(database, 30)
    with database.transaction() as one, database.transaction() as other:
        first = {envelope["id"] for envelope in claim(one, "partners", "events")}
        one.execute(text("DELETE FROM breakers"))
        second = {envelope["id"] for envelope in claim(other, "partners", "events")} if not first else set()
    assert len(first) == 30
    assert not first & second


def test_a_listener_that_is_silent_for_a_minute_gets_one_probe_each_fifteen_seconds(
    database: Database, time: Clock
) -> None:
    _tell(database, 50)
    time.pass_(1)
    assert _claim(database) == 50
    time.pass_(61)
    assert _claim(database) == 1
    time.pass_(5)
    assert _claim(database) == 0
    time.pass_(11)
    assert _claim(database) == 1


def test_a_week_of_silence_sends_a_listener_no_more_than_its_probes(database: Database, time: Clock) -> None:
    _tell(database, 300)
    sent = 0
    for _ in range(7 * 24):
        time.pass_(3600)
        sent += _claim(database)
    assert sent <= BATCH + 7 * 24


def test_after_the_first_acknowledgement_everything_goes_at_once(database: Database, time: Clock) -> None:
    _tell(database, 50)
    time.pass_(1)
    with database.transaction() as session:
        first = claim(session, "partners", "events")[0]["id"]
    time.pass_(61)
    assert _claim(database) == 1
    with database.transaction() as session:
        outbox.acknowledge(session, "events", [first], {})
    assert _claim(database) == 49


def test_what_the_relay_sends_is_one_task_for_a_batch(database: Database, broker: Celery) -> None:
    _tell(database, 120)
    Relay("partners", database, broker, queues=()).tick()
    assert waiting(broker, "events") == 1


def test_a_relay_that_dies_between_claim_and_send_loses_nothing(
    database: Database, broker: Celery, time: Clock
) -> None:
    _tell(database)
    time.pass_(1)
    assert _claim(database) == 1  # and then it is killed
    time.pass_(16)
    Relay("partners", database, broker, queues=()).tick()
    assert waiting(broker, "events") == 1


def test_pointers_do_not_fill_redis_while_nobody_takes_them(database: Database, broker: Celery) -> None:
    relay = Relay("partners", database, broker, queues=())
    for _ in range(100):
        relay.point("partners.beat", ["partners"], "partners")
    assert waiting(broker, "partners") == 1


def test_a_schedule_that_is_due_reaches_its_own_service_as_a_message_of_the_same_transaction(
    database: Database, time: Clock
) -> None:
    with database.transaction() as session:
        schedules.every(session, "prune", 3600)
    time.pass_(1)
    with database.transaction() as session:
        run_schedules(session, "partners")
        run_schedules(session, "partners")
        row = session.execute(text("SELECT name, listener, body FROM outbox")).one()
    assert tuple(row) == ("partners.schedule_came_due", "partners", {"schedule": "prune"})


def test_the_bell_wakes_a_relay_long_before_its_poll(database: Database, broker: Celery) -> None:
    relay = Relay("partners", database, broker, queues=())
    # Signals belong to the main thread; here the loop alone is wanted.
    loop = threading.Thread(target=relay._listen)
    loop.start()
    try:
        eventually(lambda: _is_listening(database), within=5)
        began = wall.monotonic()
        _tell(database)
        eventually(lambda: waiting(broker, "events") == 1, within=5, every=0.01)
        assert wall.monotonic() - began < 0.9
    finally:
        relay._stop()
        loop.join()


def _is_listening(database: Database) -> bool:
    with database.session() as session:
        query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'"
        return bool(session.scalar(text(query)))


def test_what_was_acknowledged_a_month_ago_is_pruned_and_nothing_else(database: Database) -> None:
    _tell(database, 3)
    with database.transaction() as session:
        session.execute(text("UPDATE outbox SET acked_at = now() - interval '31 days' WHERE id = 1"))
        session.execute(text("UPDATE outbox SET acked_at = now() WHERE id = 2"))
        schedules.prune(session)
        assert session.scalars(text("SELECT id FROM outbox ORDER BY id")).all() == [2, 3]
