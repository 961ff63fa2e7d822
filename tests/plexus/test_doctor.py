"""The doctor: each thing that can be wrong is found, named, and comes with a next step."""

import json
from collections.abc import Iterator

import pytest
import redis
from typer.testing import CliRunner

from plexus.__main__ import app
from plexus.doctor import Finding, examine
from plexus.embedded.ports import free_port
from plexus.embedded.valkey import Valkey
from tests.plexus.conftest import Installation
from tests.sink import Sink

OUTBOX = "INSERT INTO outbox (message_id, listener, name, body, correlation_id, told_at{more}) VALUES "
DELIVERY = """
    INSERT INTO deliveries (email_id, address, address_key, language, class, channel, route, state, message_id,
                            next_attempt_at, expires_at)
    VALUES (uuidv7(), 'a@example.org', 'a@example.org', 'en', 'normal', 'email', 'staff', 'pending', 'm',
            now() - interval '2 minutes', now() + interval '1 day')
"""

TROUBLES = {
    "a message that nobody acknowledges": (
        "events",
        OUTBOX.format(more="")
        + "(uuidv7(), 'notifications', 'events.event_published', '{}', 'c', now() - interval '2 minutes')",
        "messages of events",
    ),
    "a dead letter": (
        "partners",
        OUTBOX.format(more=", refused_at")
        + "(uuidv7(), 'events', 'partners.person_changed', '{}', 'c', now(), now())",
        "messages of partners",
    ),
    "a parked message": (
        "notifications",
        "INSERT INTO parked (message_id, teller, name, failures, reason, parked_at)"
        " VALUES (uuidv7(), 'events', 'events.event_published', 5, 'KeyError', now())",
        "messages of notifications",
    ),
    "a worker that stands still": (
        "events",
        "UPDATE heartbeats SET beat_at = now() - interval '5 minutes'",
        "queue events",
    ),
    "a worker that never ran": (
        "notifications",
        "DELETE FROM heartbeats WHERE queue = 'mail.bulk'",
        "queue mail.bulk",
    ),
    "deliveries that do not move": ("notifications", DELIVERY, "deliveries"),
    "a schema of yesterday": ("events", "UPDATE alembic_version SET version_num = 'old'", "database of events"),
}


@pytest.fixture
def sink(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with Sink() as running:
        monkeypatch.setenv("PLEXUS_SMTP_URL", running.url)
        yield


def wrong() -> list[Finding]:
    found = [finding for finding in examine() if not finding.is_well]
    assert all(finding.next_step for finding in found)
    return found


@pytest.mark.usefixtures("sink", "installation")
def test_nothing_is_wrong_where_all_is_well() -> None:
    assert wrong() == []


@pytest.mark.usefixtures("sink")
@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_trouble_in_a_database_is_found(trouble: str, installation: Installation) -> None:
    service, statement, about = TROUBLES[trouble]
    installation.change(service, statement)
    assert [finding.about for finding in wrong()] == [about]


@pytest.mark.usefixtures("sink", "installation")
def test_a_database_that_does_not_answer_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENTS_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:1/events")
    [finding] = wrong()
    assert finding.about == "database of events"
    assert "does not answer" in finding.problem


@pytest.mark.usefixtures("sink", "installation")
def test_redis_that_would_drop_tasks_is_found(valkey: Valkey) -> None:
    with redis.Redis.from_url(valkey.url) as client:
        client.config_set("maxmemory-policy", "allkeys-lru")
        try:
            assert [finding.about for finding in wrong()] == ["Redis"]
        finally:
            client.config_set("maxmemory-policy", "noeviction")


@pytest.mark.usefixtures("sink", "installation")
def test_redis_that_does_not_answer_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLEXUS_REDIS_URL", f"redis://127.0.0.1:{free_port()}/0")
    assert [finding.about for finding in wrong()] == ["Redis"]


@pytest.mark.usefixtures("sink")
def test_a_service_that_cannot_serve_is_named(installation: Installation) -> None:
    installation.front_status[0] = 503
    [finding] = wrong()
    assert (finding.about, finding.problem) == ("front", "Not ready: events")


@pytest.mark.usefixtures("installation")
@pytest.mark.parametrize("url", ["", f"smtp://127.0.0.1:{free_port()}"])
def test_a_relay_that_is_not_set_or_does_not_answer_is_found(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLEXUS_SMTP_URL", url)
    assert [finding.about for finding in wrong()] == ["SMTP relay"]


def test_a_secret_of_the_demo_outside_the_demo_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLEXUS_SECRET", "demo-" + "x" * 40)
    assert [finding.about for finding in wrong()] == ["settings"]


@pytest.mark.usefixtures("sink")
def test_a_program_learns_of_trouble_by_json_and_exit_status(installation: Installation) -> None:
    well = CliRunner().invoke(app, ["doctor", "--json"])
    assert well.exit_code == 0
    assert all(finding["ok"] for finding in json.loads(well.stdout))
    installation.front_status[0] = 503
    ill = CliRunner().invoke(app, ["doctor", "--json"])
    assert ill.exit_code == 1
    assert [finding["about"] for finding in json.loads(ill.stdout) if not finding["ok"]] == ["front"]
