"""Waiting for a state, with a deadline, instead of sleeping and hoping."""

import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")


def eventually(probe: Callable[[], Found], *, within: float, every: float = 0.05) -> Found:
    """What the probe finds, as soon as it finds something true; fails after `within` seconds."""
    deadline = time.monotonic() + within
    while True:
        found = probe()
        if found:
            return found
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within} s: {getattr(probe, '__name__', probe)}; last seen: {found!r}")
        time.sleep(every)
