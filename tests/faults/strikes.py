"""Publishing while everything is being killed, and counting what came of it."""

import re
import threading
import time
from collections import Counter
from dataclasses import dataclass, field

import httpx2

from tests.faults.audience import Audience
from tests.faults.cluster import Cluster
from tests.sink import Received, Sink
from tests.waiting import eventually

_NUMBER = re.compile(r"Fair (\d{4})\b")


@dataclass
class Publisher:
    """A coordinator who publishes one event after another, and tries each again with the same key until it is taken.

    Only 2xx counts as taken; 503 (with Retry-After) and 409 in progress are tried again; anything else is a failure.
    """

    audience: Audience
    count: int
    sink: Sink
    pause: float = 0.4
    taken: set[int] = field(default_factory=set)
    surprises: list[str] = field(default_factory=list)
    _paced: threading.Event = field(default_factory=threading.Event)  # never set: to wait on it is a pause

    def start(self) -> None:
        """Begin, on a thread of its own."""
        self.thread = threading.Thread(target=self._publish_all, daemon=True)
        self.thread.start()

    @property
    def done(self) -> bool:
        """Whether everything was published."""
        return not self.thread.is_alive()

    def _publish_all(self) -> None:
        for number in range(self.count):
            self._wait_for_the_sink(number)
            body = self.audience.event(f"Fair {number:04}")
            event = self._until_taken("/api/v1/events", body, f"draft-{number}")
            if event is not None and self._until_taken(
                f"/api/v1/events/{event['id']}/publication", {}, f"p-{number}"
            ):
                self.taken.add(number)
            self._paced.wait(self.pause)

    def _wait_for_the_sink(self, published: int) -> None:
        """Spread over the run: never more than twenty publications ahead of what has arrived."""
        followers = len(self.audience.addresses)
        while published * followers - len(self.sink.taken) > 20 * followers:
            self._paced.wait(0.1)

    def _until_taken(self, path: str, body: object, key: str) -> dict[str, str] | None:
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            try:
                answer = self.audience.cluster.post(path, body, key)
            except httpx2.TransportError as error:
                self.surprises.append(f"{path}: {type(error).__name__}")
                return None
            if answer.is_success:
                return dict(answer.json())
            if not _may_be_tried_again(answer):
                self.surprises.append(f"{path}: {answer.status_code} {answer.text[:200]}")
                return None
            self._paced.wait(0.1)
        self.surprises.append(f"{path}: not taken within 90 s")
        return None


def _may_be_tried_again(answer: httpx2.Response) -> bool:
    if answer.status_code == 503:
        return "retry-after" in answer.headers
    return answer.status_code == 409 and answer.json()["code"] == "idempotency-in-progress"


@dataclass(frozen=True)
class Tally:
    """What came of a run, counted from the sink and the 2xx answers, not from the system's databases."""

    expected: int
    lost: int
    unexpected: int
    duplicates: int
    with_another_message_id: int

    @staticmethod
    def of(sink: Sink, published: set[int], recipients: list[str]) -> "Tally":
        wanted = {(number, recipient) for number in published for recipient in recipients}
        got = Counter(_which(one) for one in sink.received)
        ids: dict[tuple[int, str], set[str]] = {}
        for one in sink.received:
            ids.setdefault(_which(one), set()).add(one.message_id)
        return Tally(
            expected=len(wanted),
            lost=len(wanted - set(got)),
            unexpected=len(set(got) - wanted),
            duplicates=sum(times - 1 for times in got.values()),
            with_another_message_id=sum(len(messages) > 1 for messages in ids.values()),
        )


def _which(one: Received) -> tuple[int, str]:
    found = _NUMBER.search(one.subject)
    assert found, one.subject
    return int(found[1]), one.recipient


# A row that the dead left behind is `sending`, too: what counts is one whose owner lives, and holds its lock.
SENDING_AND_ALIVE = """
    state = 'sending'
    AND lease_owner IN (SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND granted)
"""


def when_it_hurts(cluster: Cluster, within: float = 60) -> None:
    """Wait until emails are being sent and messages are on their way: the moment to strike."""

    sending = f"deliveries WHERE {SENDING_AND_ALIVE}"

    def now() -> bool:
        return cluster.count("notifications", sending) > 0 and cluster.unacknowledged() > 0

    eventually(now, within=within, every=0.01)


def started_and_unrecorded(cluster: Cluster) -> int:
    """Emails whose first byte may have left and whose result nobody wrote.

    Counted while nobody rises, once the database backends of the killed are gone: each holds an advisory lock.
    """
    here = "(SELECT oid FROM pg_database WHERE datname = current_database())"
    holders = f"pg_locks WHERE locktype = 'advisory' AND database = {here}"
    eventually(lambda: cluster.count("notifications", holders) == 0, within=20)
    return cluster.count("notifications", "deliveries WHERE state = 'sending' AND started_at IS NOT NULL")
