"""Redis and PostgreSQL go away, come back empty, are full or cut everybody off: what was taken is told once."""

import signal
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests.faults.audience import Audience
from tests.faults.cluster import Cluster
from tests.faults.harm import all_have_ended, cut_off_everybody, doctors_problems, redis_away
from tests.faults.strikes import Publisher, Tally
from tests.sink import Fault, Sink
from tests.waiting import eventually

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

FOLLOWERS = 20
_TO_NOTIFICATIONS = "listener = 'notifications' AND name = 'events.event_published'"


@pytest.fixture(scope="module")
def sink() -> Iterator[Sink]:
    with Sink() as listening:
        yield listening


@pytest.fixture(scope="module")
def audience(tmp_path_factory: pytest.TempPathFactory, sink: Sink) -> Iterator[Audience]:
    with Cluster(tmp_path_factory.mktemp("carrier"), sink.url) as running:
        yield Audience(running, FOLLOWERS)


@pytest.fixture(autouse=True)
def _nothing_received_yet(sink: Sink) -> None:
    sink.forget()
    sink.fault_for = lambda _: None


def _publish(audience: Audience, title: str) -> None:
    event = audience.cluster.post("/api/v1/events", audience.event(title))
    assert event.status_code == 201, event.text
    assert audience.cluster.post(f"/api/v1/events/{event.json()['id']}/publication").status_code == 200


def _each_was_told_once(audience: Audience, sink: Sink, events: int = 1, within: float = 60) -> None:
    eventually(lambda: len(sink.taken) >= events * FOLLOWERS, within=within, every=0.2)
    eventually(lambda: audience.cluster.unacknowledged() == 0, within=60, every=0.2)
    assert Counter(recipient for _, recipient in sink.taken) == dict.fromkeys(audience.addresses, events)


def test_a_relay_that_died_between_its_claim_and_its_message_sends_it_when_the_lease_is_over(
    audience: Audience, sink: Sink
) -> None:
    cluster = audience.cluster
    with cluster.without("-relay"):
        _publish(audience, "Claimed")
        claimed = "publish_count = publish_count + 1, next_publish_at = now() + interval '15 seconds'"
        cluster.execute("events", f"UPDATE outbox SET {claimed} WHERE acked_at IS NULL")
    _each_was_told_once(audience, sink)


def test_what_a_relay_sent_just_before_it_died_has_its_effect_once(audience: Audience, sink: Sink) -> None:
    cluster = audience.cluster
    with cluster.without("notifications-worker"), cluster.redis() as client:
        _publish(audience, "Sent")
        eventually(lambda: client.llen("notifications") > 0, within=20)
        cluster.kill("-relay")
        eventually(
            lambda: cluster.count("events", f"outbox WHERE publish_count > 1 AND {_TO_NOTIFICATIONS}"), within=60
        )
    _each_was_told_once(audience, sink)


def test_what_was_heard_and_not_acknowledged_comes_again_and_has_its_effect_once(
    audience: Audience, sink: Sink
) -> None:
    _publish(audience, "Unacknowledged")
    _each_was_told_once(audience, sink)
    audience.cluster.execute(
        "events", f"UPDATE outbox SET acked_at = NULL, next_publish_at = now() WHERE {_TO_NOTIFICATIONS}"
    )
    _each_was_told_once(audience, sink)


@pytest.mark.parametrize("seconds", [0.3, 3, 12])
def test_redis_dies_and_comes_back_and_what_was_posted_meanwhile_is_told(
    audience: Audience, sink: Sink, seconds: float
) -> None:
    cluster = audience.cluster
    with redis_away(cluster, seconds):
        _publish(audience, "Without Redis")
        if seconds > 10:
            assert "Redis" in doctors_problems(cluster)
    _each_was_told_once(audience, sink, within=45)


def test_a_full_redis_stops_nobody_from_posting_and_loses_nothing(audience: Audience, sink: Sink) -> None:
    with audience.cluster.redis() as client:
        before = client.config_get("maxmemory")["maxmemory"]
        client.config_set("maxmemory", 1)
        try:
            _publish(audience, "Redis is full")
            relays = audience.cluster.home / "log" / "services-relay.log"
            eventually(lambda: "relay_waits" in relays.read_text(), within=30)
            assert sink.taken == []
        finally:
            client.config_set("maxmemory", before)
    _each_was_told_once(audience, sink)


def test_every_connection_to_postgres_is_cut_each_second_and_nothing_is_lost(
    audience: Audience, sink: Sink, tally: Callable[..., None]
) -> None:
    cluster = audience.cluster
    publisher = Publisher(audience, 10, sink)
    publisher.start()
    rounds = 0
    while not publisher.done:
        publisher.thread.join(1.0)
        cut_off_everybody(cluster)
        rounds += 1
    assert publisher.surprises == []
    assert publisher.taken == set(range(10))
    open_ones = "deliveries WHERE state IN ('pending', 'sending', 'deferred')"
    eventually(lambda: cluster.unacknowledged() == 0, within=90, every=0.2)
    eventually(lambda: len(sink.taken) >= 10 * FOLLOWERS and not cluster.count("notifications", open_ones), within=90)
    counted = Tally.of(sink, publisher.taken, audience.addresses)
    uncertain = cluster.count("notifications", "attempts WHERE phase = 'dot' AND code IS NULL")
    tally(rounds, counted.expected, counted.lost, counted.duplicates, uncertain)
    assert (counted.lost, counted.unexpected, counted.with_another_message_id) == (0, 0, 0)


def _took(sink: Sink, more_than: int) -> bool:
    return len(sink.taken) > more_than


def test_a_rolling_deploy_in_the_middle_of_sending_sends_each_once(
    audience: Audience, sink: Sink, tally: Callable[..., None]
) -> None:
    sink.fault_for = lambda recipient: Fault("dot", "250 2.0.0 taken", after=0.05, takes=True) if recipient else None
    for number in range(5):
        _publish(audience, f"Deployed {number}")
    for more_than in (10, 40):
        eventually(partial(_took, sink, more_than), within=60)
        stopped = audience.cluster.kill("-worker", "-relay", by=signal.SIGTERM)
        assert stopped
        eventually(partial(all_have_ended, audience.cluster, stopped), within=40)
    _each_was_told_once(audience, sink, events=5)
    tally(2, 5 * FOLLOWERS, 0, 0, 0)
