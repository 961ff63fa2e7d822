"""Publish, mend a typo, move twice and cancel within ninety seconds: who gets which emails, in which order."""

from datetime import timedelta

import pytest

from tests.notifications.builders import NOON, cancelled, changed, published, registered
from tests.notifications.stage import Stage
from tests.sink import Sink

LATER = NOON + timedelta(days=14)
TOMORROW = NOON + timedelta(hours=20)

# When it begins, and how the subjects begin that each gets, in order. Ana works there, Cem follows at once and has
# quiet hours, Bea follows by digests, Eve is mute, Fay has a place. What settles, or waits for the morning, gives
# way to what is true by then; the last one always is.
TABLE = {
    "in two weeks": (
        {},
        {
            "ana": ["New", "Cancelled"],
            "cem": ["Cancelled"],
            "bea": [],
            "eve": [],
            "fay": ["Cancelled"],
        },
    ),
    "tomorrow": (
        {"starts_at": TOMORROW},
        {
            "ana": ["New", "Moved to 11 AM", "Moved to 12 PM", "Cancelled"],
            "cem": ["Moved to 11 AM", "Moved to 12 PM", "Cancelled"],
            "bea": ["Moved to 11 AM", "Moved to 12 PM", "Cancelled"],
            "eve": [],
            "fay": ["Moved to 11 AM", "Moved to 12 PM", "Cancelled"],
        },
    ),
}


@pytest.mark.parametrize("when", TABLE)
def test_five_changes_within_ninety_seconds(everybody: Stage, sink: Sink, when: str) -> None:
    starts, expected = TABLE[when]
    sink.keep = True
    begins = starts.get("starts_at", LATER)
    everybody.hear(registered("fay"))
    for message in (
        published(starts_at=begins),
        changed(2, starts_at=begins, summary="Come as you are."),
        changed(3, starts_at=begins + timedelta(hours=3)),
        changed(4, starts_at=begins + timedelta(hours=4)),
        cancelled(5, starts_at=begins + timedelta(hours=4)),
    ):
        everybody.hear(message)
        everybody.tell()
        everybody.send(sink.url)
        everybody.clock.pass_(seconds=20)
    everybody.clock.pass_(hours=30)
    everybody.tell()
    everybody.send(sink.url)
    got: dict[str, list[str]] = {name: [] for name in expected}
    for (_, recipient), subject in zip(sink.taken, sink.subjects, strict=True):
        got[recipient.partition("@")[0]].append(subject.decode().strip().partition(":")[0])
    assert got == expected
