"""What is away for a while catches up by itself, and what does not need it goes on without it."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from plexus.embedded.environment import DATABASES
from services.notifications.copies import models
from tests.faults.audience import Audience
from tests.faults.cluster import Cluster, link_in
from tests.sink import Fault, Sink
from tests.waiting import eventually

pytestmark = [pytest.mark.faults, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with Sink(keep=True) as listening:
        yield listening


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, sink: Sink) -> Iterator[Cluster]:
    with Cluster(tmp_path_factory.mktemp("absences"), sink.url) as running:
        yield running


@pytest.fixture(scope="module")
def audience(cluster: Cluster) -> Audience:
    return Audience(cluster, 20)


@pytest.fixture(autouse=True)
def _nothing_received_yet(sink: Sink) -> None:
    sink.forget()
    sink.fault_for = lambda recipient: None


def _publish(audience: Audience, title: str) -> str:
    event_id: str = audience.cluster.post("/api/v1/events", audience.event(title)).json()["id"]
    assert audience.cluster.post(f"/api/v1/events/{event_id}/publication").status_code == 200
    return event_id


def _pass(seconds: float) -> None:
    """Let time pass in which nothing is to happen."""
    ends_at = time.monotonic() + seconds
    eventually(lambda: time.monotonic() > ends_at, within=seconds + 10, every=1)


def test_a_service_that_was_away_for_the_whole_run_catches_up_and_redis_does_not_fill_meanwhile(
    cluster: Cluster, audience: Audience, sink: Sink
) -> None:
    with cluster.without("notifications-worker"), cluster.redis() as client:
        for number in range(30):
            _publish(audience, f"Away {number}")
        _pass(65)  # until the listener counts as silent, each message is sent again every 15 s
        waiting = client.llen("notifications")
        assert waiting < 30 * 5
        _pass(32)  # and from then on there are probes, one each 15 s
        assert client.llen("notifications") <= waiting + 3 * len(DATABASES)
        assert sink.taken == []
    eventually(lambda: len(sink.taken) >= 30 * 20, within=90, every=0.5)
    eventually(lambda: cluster.unacknowledged() == 0, within=60)
    assert len(sink.taken) == 30 * 20
    assert len({recipient for _, recipient in sink.taken}) == 20


def test_with_partners_down_who_is_signed_in_and_machines_still_publish(
    cluster: Cluster, audience: Audience, sink: Sink
) -> None:
    cluster.ask_for_a_link()
    token = link_in(eventually(lambda: sink.contents, within=30)[0]).decode()
    access_token = cluster.post("/api/v1/sessions", {"token": token}).json()["access_token"]
    sink.forget()
    cluster.execute("events", "ALTER DATABASE partners ALLOW_CONNECTIONS false")
    cluster.execute("events", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'partners'")
    api_token = cluster.token
    try:
        assert cluster.get("/api/v1/people/me").status_code == 503
        _publish(audience, "By a machine")
        cluster.token = access_token
        _publish(audience, "By who is signed in")
        eventually(lambda: len(sink.taken) == 2 * 20, within=30)
    finally:
        cluster.token = api_token
        cluster.execute("events", "ALTER DATABASE partners ALLOW_CONNECTIONS true")


def test_whoever_got_the_invitation_while_it_was_cancelled_gets_the_cancellation(
    cluster: Cluster, audience: Audience, sink: Sink
) -> None:
    sink.fault_for = lambda recipient: Fault("dot", "250 2.0.0 taken", after=0.3, takes=True)
    event_id = _publish(audience, "Slow")
    eventually(
        lambda: cluster.count("notifications", "deliveries WHERE state = 'sending'") > 0, within=20, every=0.01
    )
    assert (
        cluster.post(f"/api/v1/events/{event_id}/cancellation", {"reason": "The hall is closed."}).status_code == 200
    )
    eventually(lambda: sink.taken, within=20)
    open_rows = "deliveries WHERE state IN ('pending', 'sending', 'deferred', 'uncertain')"
    eventually(lambda: cluster.count("notifications", open_rows) == 0, within=60)
    cancelled = [one.recipient for one in sink.received if "ancel" in one.subject]
    invited = {one.recipient for one in sink.received if "ancel" not in one.subject}
    assert invited
    assert invited <= set(cancelled)
    assert len(cancelled) == len(set(cancelled))


COPIES = sorted(
    {model.__tablename__ for model in vars(models).values() if getattr(model, "__module__", "") == models.__name__}
)


def _contents(cluster: Cluster) -> dict[str, list[tuple[Any, ...]]]:
    return {table: cluster.query("notifications", f"SELECT t::text FROM {table} t ORDER BY 1") for table in COPIES}


def test_copies_that_were_dropped_come_back_equal_and_nobody_is_written_to(
    cluster: Cluster, audience: Audience, sink: Sink
) -> None:
    _publish(audience, "Before the loss")
    eventually(lambda: len(sink.taken) == 20, within=20)
    sink.forget()
    before = _contents(cluster)
    assert before["events"]
    assert before["people"]
    cluster.execute("notifications", f"TRUNCATE {', '.join(COPIES)} CASCADE")
    cluster.plexus("resync", "notifications")
    eventually(lambda: _contents(cluster) == before, within=60, every=0.5)
    eventually(lambda: cluster.unacknowledged() == 0, within=30)
    assert sink.taken == []
