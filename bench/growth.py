"""(f) Growth: a list, one event and a post, with a hundred times as many events in the database."""

from collections.abc import Callable
from itertools import count
from pathlib import Path

from bench import events, filling
from bench.load import Script, drive, repeat, request
from bench.report import Figure
from bench.rounds import Sample, Say, interleaved, timed
from bench.server import Server
from bench.sizes import Sizes
from bench.store import EventsStore, Store

# What grows a hundredfold may become half as slow again.
_NO_SLOWER_THAN = 1 / 1.5
_WHAT = {"list": "list of 50", "one": "one event", "post": "a draft posted"}


def measure(home: Path, sizes: Sizes, say: Say) -> list[Figure]:
    """The figures of growth."""
    with Store(home) as store:
        few, many = store.create("few"), store.create("many")
        with (
            Server("services.events.api:app", store.home / "few", few.variables) as with_few,
            Server("services.events.api:app", store.home / "many", many.variables) as with_many,
        ):
            for name, known, server, number in (
                ("few", few, with_few, sizes.few_events),
                ("many", many, with_many, sizes.many_events),
            ):
                say(f"making {number:,} events")
                events.publish(server, known, "Health fair")
                filling.multiply(store, name, number)
            sides = _sides(store, "few", few, with_few, sizes) | _sides(store, "many", many, with_many, sizes)
            rounds = interleaved(sides, sizes.rounds, say)
    figures = []
    for what, said in _WHAT.items():
        of_few, of_many = f"{what} of few", f"{what} of many"
        growth = rounds.ratio(of_many, of_few)
        figures += [
            rounds.figure("f", f"{said}, {sizes.few_events:,} events", of_few),
            rounds.figure("f", f"{said}, {sizes.many_events:,} events", of_many),
            Figure("f", f"{said}: many ÷ few", growth, "×", at_least=_NO_SLOWER_THAN),
        ]
    return figures


def _sides(
    store: Store, name: str, known: EventsStore, server: Server, sizes: Sizes
) -> dict[str, Callable[[], Sample]]:
    ((some_event,),) = store.execute(name, "SELECT id FROM events ORDER BY id LIMIT 1")

    def drafted() -> Script:
        for number in count():
            yield from events.drafting(known, f"Health fair {number}")

    def asked(script: Callable[[], Script]) -> Callable[[], Sample]:
        return lambda: timed(lambda: drive(server.port, script, sizes.seconds), server.pid, store.pid)

    return {
        f"list of {name}": asked(lambda: repeat(request("GET", "/api/v1/events?limit=50"))),
        f"one of {name}": asked(lambda: repeat(request("GET", f"/api/v1/events/{some_event}"))),
        f"post of {name}": asked(drafted),
    }
