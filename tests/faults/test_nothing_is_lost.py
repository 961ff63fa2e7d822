"""Everything is killed again and again while emails are sent: none is lost, and only what had begun comes twice.

The size is 200 publications for 500 followers each, with ten strikes; PLEXUS_FAULTS_PUBLICATIONS and
PLEXUS_FAULTS_FOLLOWERS and PLEXUS_FAULTS_ROUNDS say another.
"""

import os
from pathlib import Path

import pytest

from tests.faults.audience import Audience
from tests.faults.cluster import Cluster
from tests.faults.strikes import Publisher, Tally, started_and_unrecorded, when_it_hurts
from tests.sink import Sink
from tests.waiting import eventually

PUBLICATIONS = int(os.environ.get("PLEXUS_FAULTS_PUBLICATIONS", "200"))
FOLLOWERS = int(os.environ.get("PLEXUS_FAULTS_FOLLOWERS", "500"))
ROUNDS = int(os.environ.get("PLEXUS_FAULTS_ROUNDS", "10"))
EMPTY_RESTARTS = {ROUNDS // 3, 2 * ROUNDS // 3}
POSTGRES_RESTART = ROUNDS // 2
FINAL = "('accepted', 'failed', 'suppressed', 'expired', 'cancelled', 'bounced', 'complained')"

pytestmark = [pytest.mark.faults, pytest.mark.timeout(1500)]


def test_no_email_is_lost_whatever_is_killed(tmp_path: Path) -> None:
    with Sink() as sink, Cluster(tmp_path, sink.url) as cluster:
        publisher = Publisher(Audience(cluster, FOLLOWERS), PUBLICATIONS, sink)
        publisher.start()
        uncertain = 0
        for strike in range(ROUNDS):
            when_it_hurts(cluster)
            with cluster.nobody_rises():
                cluster.kill("-worker", "-relay")
                uncertain += started_and_unrecorded(cluster)
                cluster.flush_redis()
                if strike in EMPTY_RESTARTS:
                    cluster.restart_redis_empty()
            if strike == POSTGRES_RESTART:
                when_it_hurts(cluster)
                with cluster.nobody_rises():
                    cluster.kill("-worker", "-relay")
                    uncertain += started_and_unrecorded(cluster)
                    cluster.restart_postgres_immediately()
        eventually(lambda: publisher.done, within=600)
        assert publisher.surprises == []
        assert publisher.taken == set(range(PUBLICATIONS))
        eventually(lambda: cluster.unacknowledged() == 0, within=60)
        eventually(lambda: cluster.count("notifications", f"deliveries WHERE state NOT IN {FINAL}") == 0, within=180)
        tally = Tally.of(sink, publisher.taken, publisher.audience.addresses)
        print(
            f"\nrounds {ROUNDS}, deliveries {tally.expected}, lost {tally.lost},"
            f" duplicated {tally.duplicates}, started and unrecorded {uncertain}"
        )
        assert tally.expected == PUBLICATIONS * FOLLOWERS
        assert (tally.lost, tally.unexpected) == (0, 0)
        assert tally.duplicates <= uncertain
        assert tally.with_another_message_id == 0
