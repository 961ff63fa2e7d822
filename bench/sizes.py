"""How much is measured, and for how long."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Sizes:
    """The sizes of a run; `seconds` is how long each side of an HTTP figure is asked in each round."""

    rounds: int = 5
    seconds: float = 3.0
    events: int = 100_000
    feed_events: int = 1_000
    few_events: int = 10_000
    many_events: int = 1_000_000
    recipients: int = 10_000
    naive_emails: int = 1_000
    limit_emails: int = 20_000
    few_recipients: int = 1_000
    many_recipients: int = 100_000
    rest_seconds: float = 60.0


QUICK = Sizes(
    rounds=2,
    seconds=1.0,
    events=2_000,
    feed_events=100,
    few_events=200,
    many_events=2_000,
    recipients=500,
    naive_emails=100,
    limit_emails=1_000,
    few_recipients=100,
    many_recipients=1_000,
    rest_seconds=5.0,
)
"""Enough to see that everything runs; its figures mean nothing."""
