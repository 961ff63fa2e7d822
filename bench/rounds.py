"""All sides of a figure in turn, again and again: on a noisy machine only such ratios mean something."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from bench import machine
from bench.report import Figure


@dataclass(frozen=True)
class Sample:
    """How much one side did in how many seconds, and how many seconds of CPU it took for that."""

    count: int
    seconds: float
    cpu_seconds: float

    @property
    def rate(self) -> float:
        """How many a second."""
        return self.count / self.seconds

    @property
    def microseconds(self) -> float:
        """Of CPU, for each."""
        return self.cpu_seconds * 1e6 / self.count


class Rounds:
    """The samples of all sides, by round."""

    def __init__(self, samples: Mapping[str, Sequence[Sample]]) -> None:
        self._samples = samples

    def figure(self, letter: str, what: str, side: str) -> Figure:
        """What is reported of one side."""
        return Figure(letter, what, self.rate(side), "/s", self.microseconds(side))

    def rate(self, side: str) -> float:
        """How many a second: the median of the rounds."""
        return median(sample.rate for sample in self._samples[side])

    def microseconds(self, side: str) -> float:
        """CPU for each: the median of the rounds."""
        return median(sample.microseconds for sample in self._samples[side])

    def ratio(self, side: str, other: str) -> float:
        """How many times as fast one side is as another: the median of what each round says."""
        pairs = zip(self._samples[side], self._samples[other], strict=True)
        return median(one.rate / another.rate for one, another in pairs)


Side = Callable[[], Sample]
Say = Callable[[str], None]


def interleaved(sides: Mapping[str, Side], rounds: int, say: Say) -> Rounds:
    """Let each side run once a round; each round begins with another side, so that none is always the first."""
    samples: dict[str, list[Sample]] = {name: [] for name in sides}
    order = list(sides)
    for number in range(rounds):
        for name in order:
            say(f"round {number + 1} of {rounds}: {name}")
            samples[name].append(sides[name]())
        order = [*order[1:], order[0]]
    return Rounds(samples)


def timed(work: Callable[[], int], *process_ids: int) -> Sample:
    """Do some work and say what it took, in time and in CPU of these processes and their children."""
    cpu, began = machine.cpu_seconds(*process_ids), time.perf_counter()
    count = work()
    seconds = time.perf_counter() - began
    return Sample(count, seconds, machine.cpu_seconds(*process_ids) - cpu)
