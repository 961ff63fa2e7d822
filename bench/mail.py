"""(a) and (d): from the post of an event to the relay's 250, for each of 10,000; and (e) what memory that takes."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bench.audience import Town
from bench.memory import Peak
from bench.naive.worker import NaiveWorker
from bench.report import Figure
from bench.rounds import Sample, Say, interleaved, timed
from bench.sink import Sink, flood
from bench.sizes import Sizes
from plexus.embedded.ports import free_port
from tests.faults.cluster import Cluster
from tests.waiting import eventually

_PATIENCE = 900.0
# Longer than a sender takes a relay that has said nothing for alive.
_UNTIL_A_RELAY_IS_ASKED = 6.0
_SENDERS = ("notifications-worker", "mail-worker")


@dataclass(frozen=True)
class Told:
    """How many seconds after its post the first and the last email of an event had been accepted."""

    first: float
    last: float


def measure(home: Path, sizes: Sizes, say: Say) -> list[Figure]:
    """The figures of sending."""
    with _running(home, sizes, say) as (office, naive, sample):
        told: list[Told] = []
        size = len(sample.read_bytes())
        rounds = interleaved(
            {
                "ours": lambda: office.publish(sizes.recipients, told),
                "naive": lambda: naive.tell(sizes.naive_emails),
                "limit": lambda: office.flood(sizes.limit_emails, size),
            },
            sizes.rounds,
            say,
        )
        few, many = (office.peak(count, say) for count in (sizes.few_recipients, sizes.many_recipients))
    count, first, last = f"{sizes.recipients:,}", [one.first for one in told], [one.last for one in told]
    return [
        rounds.figure("a", f"emails of {size / 1000:.1f} kB, event to 250, durable; {count} at once", "ours"),
        rounds.figure("a", "Celery, a task and a connection for each", "naive"),
        rounds.figure("a", "smtp-source -s 8 -d (the limit)", "limit"),
        Figure("a", "÷ a task for each", rounds.ratio("ours", "naive"), "×", at_least=10),
        Figure("a", "÷ smtp-source", rounds.ratio("ours", "limit"), "×", at_least=0.2),
        Figure("d", f"post to the first of {count} emails accepted", median(first), " s", at_most=1),
        Figure("d", f"post to the last of {count} emails accepted", median(last), " s", at_most=10),
        Figure("e", f"the workers' peak, {sizes.few_recipients:,} recipients", few, " MB"),
        Figure("e", f"the workers' peak, {sizes.many_recipients:,} recipients", many, " MB"),
        Figure("e", "÷: flat", many / few, "×", at_most=1.1),
    ]


class Office:
    """Publishes events of a running system, and watches what comes of it."""

    def __init__(self, cluster: Cluster, town: Town, sink: Sink) -> None:
        self._cluster, self._town, self._sink = cluster, town, sink

    def publish(self, count: int, told: list[Told]) -> Sample:
        """Publish an event that so many hear of; done when each email was accepted and that is on disk."""
        event_id = self._town.draft(count)

        def work() -> int:
            before, began = self._sink.taken, time.perf_counter()
            self._town.publish(event_id)
            self._sink.wait_for(before + 1, _PATIENCE)
            first = time.perf_counter() - began
            self._sink.wait_for(before + count, _PATIENCE)
            told.append(Told(first, time.perf_counter() - began))
            written = f"deliveries WHERE event_id = '{event_id}' AND state = 'accepted'"
            eventually(lambda: self._cluster.count("notifications", written) == count, within=_PATIENCE)
            return count

        return timed(work, *(program.pid for program in self._cluster.programs))

    def flood(self, count: int, size: int) -> Sample:
        """What the sink takes at most."""

        before, began = self._sink.taken, time.perf_counter()
        cpu_seconds = flood(self._sink.port, count, size)
        self._sink.wait_for(before + count, _PATIENCE)
        return Sample(count, time.perf_counter() - began, cpu_seconds)

    def peak(self, count: int, say: Say) -> float:
        """The most memory that the workers had while so many were told, in megabytes."""
        say(f"memory: telling {count:,}")
        workers = [program.pid for program in self._cluster.programs if program.name in _SENDERS]
        with Peak(workers) as peak:
            self.publish(count, [])
        return peak.megabytes


@contextmanager
def _running(home: Path, sizes: Sizes, say: Say) -> Iterator[tuple[Office, NaiveWorker, Path]]:
    """The whole system and the naive worker, both before one sink; and an email as the system sends it."""
    port = free_port()
    with Cluster(home / "stack", f"smtp://127.0.0.1:{port}") as cluster:
        town = Town(cluster)
        for count in sorted({1, sizes.recipients, sizes.few_recipients, sizes.many_recipients}):
            say(f"making {count:,} followers")
            town.settle(count)
        with Sink(port, kept=home / "kept") as sink:
            Office(cluster, town, sink).publish(1, [])
            (sample,) = (home / "kept").iterdir()
        with Sink(port) as sink, NaiveWorker(cluster, sink, sample) as naive:
            say("warming up")
            naive.tell(2)
            time.sleep(_UNTIL_A_RELAY_IS_ASKED)
            office = Office(cluster, town, sink)
            office.publish(1, [])
            yield office, naive, sample
