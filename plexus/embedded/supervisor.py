"""Keeps the programs of a stack running, and ends them all in order."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from plexus.embedded.process import Program

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 15.0
STEADY_AFTER = 60.0
POLL = 0.2


@dataclass
class _Watched:
    program: Program
    started_at: float
    pause: float = FIRST_PAUSE
    due_at: float | None = None


class Supervisor:
    """Starts programs, starts again those that end, and stops them: first what uses the stores, then the stores."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._watched: list[_Watched] = []

    @property
    def programs(self) -> list[Program]:
        return [watched.program for watched in self._watched]

    @property
    def all_running(self) -> bool:
        return all(program.running for program in self.programs)

    def watch(self, program: Program) -> None:
        """Keep a program that is running, or start it."""
        if not program.running:
            program.start()
        self._watched.append(_Watched(program, time.monotonic()))

    def look_after(self) -> None:
        """Start again what has ended, after a pause that doubles as long as it keeps ending."""
        now = time.monotonic()
        for watched in self._watched:
            if watched.program.running:
                continue
            if watched.due_at is None:
                watched.program.kill()  # what it left behind in its group
                if now - watched.started_at > STEADY_AFTER:
                    watched.pause = FIRST_PAUSE
                watched.due_at = now + watched.pause
                watched.pause = min(watched.pause * 2, LONGEST_PAUSE)
                self._say(f"{watched.program.name} ended; starting it again (its log: {watched.program.log})")
            elif now >= watched.due_at:
                watched.program.start()
                watched.started_at, watched.due_at = now, None

    def stop(self, stores: int, within: float = 15) -> None:
        """Stop everything; the first `stores` programs, which all others use, come last."""
        using = self.programs[stores:]
        for program in using:
            program.ask_to_stop()
        deadline = time.monotonic() + within
        for program in using:
            program.stop(within=max(0.0, deadline - time.monotonic()))
        for program in reversed(self.programs[:stores]):
            program.stop(within=within)
        self._watched.clear()
