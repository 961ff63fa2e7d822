"""What the doctor says of one thing."""

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

SKEW = 2.0  # seconds by which clocks may differ


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; without a problem, all is well with it."""

    about: str
    problem: str = ""
    next_step: str = ""

    @property
    def is_well(self) -> bool:
        """Whether there is nothing to do."""
        return not self.problem

    def as_json(self) -> dict[str, Any]:
        """For a program to read."""
        return {**asdict(self), "ok": self.is_well}


def compared_clock(about: str, ask: Callable[[], Any]) -> Iterator[Finding]:
    """Nothing, unless the clock that `ask` reads is another than ours."""
    before = time.time()
    theirs = float(ask())
    apart = max(before - theirs, theirs - time.time())
    if apart > SKEW:
        yield Finding(f"clock of the {about}", f"It is {apart:.0f} s apart from this machine's.", "Run NTP on both.")
