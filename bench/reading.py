"""(c) Reading: a list of 50 of 100,000 events, the same for who has it already, and a feed of 1,000."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import text

from bench import events, filling, pgbench
from bench.load import drive, repeat, request, revalidate
from bench.peers import INDICO_FEEDS, PRETIX_LISTS, against
from bench.report import Figure
from bench.rounds import Sample, Say, interleaved, timed
from bench.server import Server
from bench.sizes import Sizes
from bench.store import EventsStore, Store
from services.events.calendar import reading
from services.events.calendar.filters import EventFilters, wanted
from services.events.policy import STRANGER

_LIST, _FEED = "/api/v1/events?limit=50", "/calendar.ics"


def measure(home: Path, sizes: Sizes, say: Say) -> list[Figure]:
    """The figures of reading."""
    with Store(home) as store:
        say(f"making {sizes.events:,} events")
        with _both(store, "many", sizes.events) as (known, ours, theirs):
            lists = _lists(store, known, ours, theirs, sizes, say)
            seen = _seen(store, ours, theirs, sizes, say)
        with _both(store, "few", sizes.feed_events) as (_, ours, theirs):
            return lists + seen + _feeds(store, ours, theirs, sizes, say)


@contextmanager
def _both(store: Store, name: str, count: int) -> Iterator[tuple[EventsStore, Server, Server]]:
    """Our API and the naive one, each over a database with that many published events."""
    known, naive = store.create(name), store.create_naive(f"naive_{name}")
    filling.fill_naive(store, f"naive_{name}", known, count)
    logs = store.home / "log"
    with (
        Server("services.events.api:app", logs, known.variables) as ours,
        Server("bench.naive.api:app", logs, naive) as theirs,
    ):
        events.publish(ours, known, "Health fair")
        filling.multiply(store, name, count)
        yield known, ours, theirs


def _lists(store: Store, known: EventsStore, ours: Server, theirs: Server, sizes: Sizes, say: Say) -> list[Figure]:
    filters = EventFilters()
    asked, values = reading.page(STRANGER, wanted(filters), None, filters.limit)
    (statement,) = pgbench.statements(known.url, lambda session: session.execute(text(asked), values))
    script = store.home / "list.sql"
    script.write_text(f"{pgbench.escaped(statement)};\n")
    rounds = interleaved(
        {
            "list": _asked(store, ours, _LIST, sizes),
            "naive list": _asked(store, theirs, "/events?limit=50", sizes),
            "static": _asked(store, theirs, "/static", sizes),
            "pgbench": lambda: pgbench.run(store, "many", script, sizes.seconds),
        },
        sizes.rounds,
        say,
    )
    what = f"list of 50 of {sizes.events:,}"
    return [
        rounds.figure("c", f"{what}, uncached, one worker", "list"),
        rounds.figure("c", f"{what}: FastAPI and the ORM, row by row", "naive list"),
        rounds.figure("c", f"{what}: pgbench, the same SQL (the limit)", "pgbench"),
        against("c", "list", PRETIX_LISTS, rounds, at_least=40),
        Figure("c", "÷ FastAPI and the ORM", rounds.ratio("list", "naive list"), "×"),
        Figure("c", "÷ pgbench", rounds.ratio("list", "pgbench"), "×"),
    ]


def _seen(store: Store, ours: Server, theirs: Server, sizes: Sizes, say: Say) -> list[Figure]:
    def again() -> Sample:
        return timed(lambda: drive(ours.port, lambda: revalidate(_LIST), sizes.seconds), ours.pid, store.pid)

    rounds = interleaved({"304": again, "static": _asked(store, theirs, "/static", sizes)}, sizes.rounds, say)
    return [
        rounds.figure("c″", "the same list, with its validator: 304", "304"),
        rounds.figure("c″", "FastAPI, a static answer (the limit)", "static"),
        Figure("c″", "÷ the static answer", rounds.ratio("304", "static"), "×", at_least=0.3),
    ]


def _feeds(store: Store, ours: Server, theirs: Server, sizes: Sizes, say: Say) -> list[Figure]:
    rounds = interleaved(
        {
            "feed": _asked(store, ours, _FEED, sizes),
            "naive feed": _asked(store, theirs, _FEED, sizes),
            "static": _asked(store, theirs, "/static", sizes),
        },
        sizes.rounds,
        say,
    )
    what = f"feed of {sizes.feed_events:,} events"
    return [
        rounds.figure("c′", f"{what}, cold", "feed"),
        rounds.figure("c′", f"{what}: icalendar and the ORM, row by row", "naive feed"),
        against("c′", "feed", INDICO_FEEDS, rounds, at_least=20),
        Figure("c′", "÷ icalendar and the ORM", rounds.ratio("feed", "naive feed"), "×"),
    ]


def _asked(store: Store, server: Server, path: str, sizes: Sizes) -> Callable[[], Sample]:
    wire = request("GET", path)
    return lambda: timed(lambda: drive(server.port, lambda: repeat(wire), sizes.seconds), server.pid, store.pid)
