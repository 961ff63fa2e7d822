"""The naive way's worker, over the same broker and before the same sink."""

import sys
from pathlib import Path

from celery import Celery

from bench.rounds import Sample, timed
from bench.sink import Sink
from plexus.embedded.environment import REDIS
from plexus.embedded.process import Program
from tests.faults.cluster import Cluster

_PROCESSES = "2"
_PATIENCE = 600.0


class NaiveWorker:
    """`with NaiveWorker(cluster, sink, sample) as naive:` is a Celery worker with a process for each core."""

    def __init__(self, cluster: Cluster, sink: Sink, sample: Path) -> None:
        broker = cluster.variables[REDIS].removesuffix("/0") + "/1"
        self._cluster, self._sink = cluster, sink
        self._celery = Celery(broker=broker, set_as_current=False)
        self._program = Program(
            "naive",
            [
                *(sys.executable, "-m", "celery", "--app", "bench.naive.mail", "worker", "--loglevel", "warning"),
                *("--concurrency", _PROCESSES, "--hostname", "naive@%h"),
            ],
            cluster.home / "log" / "naive.log",
            {
                **cluster.variables,
                "NAIVE_REDIS_URL": broker,
                "NAIVE_SMTP_PORT": str(sink.port),
                "NAIVE_SAMPLE": str(sample),
            },
        )

    def __enter__(self) -> "NaiveWorker":
        self._program.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._program.stop()
        self._celery.close()

    def tell(self, count: int) -> Sample:
        """Tell so many."""
        (broker,) = (program.pid for program in self._cluster.programs if program.name == "valkey")

        def work() -> int:
            before = self._sink.taken
            self._celery.send_task("bench.naive.mail.tell_all", [count])
            self._sink.wait_for(before + count, _PATIENCE)
            return count

        return timed(work, self._program.pid, broker)
