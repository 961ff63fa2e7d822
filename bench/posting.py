"""(b) Posting: an event is drafted and published, validated and idempotent, and what is told is in the outbox."""

import json
from itertools import count
from pathlib import Path
from uuid import uuid4

from bench import events, filling, pgbench
from bench.load import Script, drive, expect, repeat, request
from bench.peers import PRETIX_POSTS, against
from bench.report import Figure
from bench.rounds import Sample, Say, interleaved, timed
from bench.server import Server
from bench.sizes import Sizes
from bench.store import EventsStore, Store


def measure(home: Path, sizes: Sizes, say: Say) -> list[Figure]:
    """The figures of posting."""
    with Store(home) as store:
        known, naive = store.create("events"), store.create_naive("naive")
        logs = store.home / "log"
        with (
            Server("services.events.api:app", logs, known.variables) as ours,
            Server("bench.naive.api:app", logs, naive) as theirs,
        ):
            events.publish(ours, known, "Health fair")
            script = store.home / "post.sql"
            script.write_text(filling.posting(store, "events"))
            rounds = interleaved(
                {
                    "draft": lambda: _drafted(store, ours, known, sizes),
                    "publish": lambda: _published(store, ours, known, sizes),
                    "static": lambda: _static(store, theirs, sizes),
                    "naive post": lambda: _naively_posted(store, theirs, known, sizes),
                    "pgbench": lambda: pgbench.run(store, "events", script, sizes.seconds),
                },
                sizes.rounds,
                say,
            )
    return [
        rounds.figure("b", "event posted (a draft; validated, idempotent, audited), one worker", "draft"),
        rounds.figure("b", "event posted and published (two requests; the second tells the outbox)", "publish"),
        rounds.figure("b", "event and outbox in one request: FastAPI and the ORM", "naive post"),
        rounds.figure("b", "pgbench, the rows of a post and its publication (the limit)", "pgbench"),
        against("b", "draft", PRETIX_POSTS, rounds, at_least=10),
        against("b", "publish", PRETIX_POSTS, rounds),
        Figure("b", "post and publication ÷ FastAPI and the ORM", rounds.ratio("publish", "naive post"), "×"),
        Figure("b", "post and publication ÷ pgbench", rounds.ratio("publish", "pgbench"), "×"),
    ]


def _drafted(store: Store, server: Server, known: EventsStore, sizes: Sizes) -> Sample:
    def drafted() -> Script:
        for number in count():
            yield from events.drafting(known, f"Health fair {number}")

    return timed(lambda: drive(server.port, drafted, sizes.seconds), server.pid, store.pid)


def _published(store: Store, server: Server, known: EventsStore, sizes: Sizes) -> Sample:
    def published() -> Script:
        for number in count():
            yield from events.publishing(known, f"Health fair {number}")

    return timed(lambda: drive(server.port, published, sizes.seconds) // 2, server.pid, store.pid)


def _static(store: Store, server: Server, sizes: Sizes) -> Sample:
    wire = request("GET", "/static")
    return timed(lambda: drive(server.port, lambda: repeat(wire), sizes.seconds), server.pid, store.pid)


def _naively_posted(store: Store, server: Server, known: EventsStore, sizes: Sizes) -> Sample:
    def posted() -> Script:
        for number in count():
            body = json.dumps(events.event(known, f"Health fair {number}")).encode()
            expect(201, (yield request("POST", "/events", body, Idempotency_Key=str(uuid4()))))

    return timed(lambda: drive(server.port, posted, sizes.seconds), server.pid, store.pid)
