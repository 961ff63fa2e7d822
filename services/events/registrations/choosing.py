"""Choosing days: which sessions somebody comes to and with which group, as far as there are places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.events.registrations.day_schemas import DayGiven
from services.events.registrations.days import DayLine
from services.events.registrations.models import DayPlace, Registration
from shared.errors import Conflict, Flaw, Invalid

Board = Mapping[UUID, DayLine]


@dataclass
class Wish:
    """The days that somebody wants, against the board of all; `last` is the end of the queue of those that are full.

    A `host` puts people into groups; others may choose theirs only where it is said.
    """

    board: Board
    days: Sequence[DayGiven]
    host: bool
    last: int | None = None

    @classmethod
    def of(cls, board: Board, given: Sequence[DayGiven] | None, party_size: int, *, host: bool) -> "Wish":
        """All days that are to come where none is named; refuses those that cannot be."""
        if given is None:
            return cls(board, [DayGiven(session_id=line.id) for line in board.values() if line.is_to_come], host)
        flaws = [
            Flaw(f"/days/{place}/session_id", "unknown-reference", "This event has no such session.")
            for place, day in enumerate(given)
            if day.session_id not in board
        ]
        if flaws:
            raise Invalid("unknown-reference", "This event has no such session.", *flaws)
        if len({day.session_id for day in given}) != len(given):
            raise Invalid("duplicate", "A day is named twice.", pointer="/days")
        for line in (board[day.session_id] for day in given):
            most = line.session["capacity"]
            if most is not None and party_size > most:
                said = f"{line.title}: there are only {most} places in all."
                raise Invalid("party-too-large", said, pointer="/party_size")
        return cls(board, given, host)

    def is_full(self, party_size: int) -> bool:
        """Whether she has chosen days, and none of them has a place for her."""
        return bool(self.days) and not any(self.board[day.session_id].fits(party_size) for day in self.days)

    def must_fit(self, party_size: int) -> None:
        """Refuse to take somebody in on days that are full."""
        full = [line for day in self.days if not (line := self.board[day.session_id]).fits(party_size)]
        if full:
            flaws = [Flaw("/days", "day-full", line.title) for line in full]
            raise Conflict("day-full", f"No places are left: {', '.join(line.title for line in full)}.", *flaws)

    def take(self, registration: Registration, *, waits_for_days: bool = True) -> None:
        """Give a registration these days: a place where one is free, else the end of the day's queue.

        Whoever waits for the whole event waits for no day of it.
        """
        before = {day.session_id: day for day in registration.days}
        registration.days = [
            before.get(each.session_id) or DayPlace(session_id=each.session_id) for each in self.days
        ]
        if not waits_for_days:
            return
        size = registration.party_size
        for day, each in zip(registration.days, self.days, strict=True):
            line = self.board[day.session_id]
            if each.session_id not in before and line.fits(size):
                line.take(day, size)
            elif each.session_id not in before:
                day.position = self.last
            if day.position is None and each.group not in (None, day.group):
                join(line, day, str(each.group), size, host=self.host)


def join(line: DayLine, day: DayPlace, group: str, party_size: int, *, host: bool) -> None:
    """Let somebody go with a group, which the host decides unless one may choose."""
    if group not in line.groups:
        raise Invalid("unknown-reference", f"{line.title} has no group {group}.", pointer="/group")
    if not (host or line.session.get("groups_by_choice")):
        raise Invalid("not-by-choice", "The host says who goes with which group.", pointer="/group")
    left = line.left_in(group)
    if left is not None and party_size > left:
        said = f"{group}: {left} places are left, and {party_size} are needed."
        raise Conflict("group-full", said, Flaw("/group", "group-full", said))
    if day.group is not None:
        line.by_group[day.group] = line.by_group.get(day.group, 0) - party_size
    day.group = group
    line.by_group[group] = line.by_group.get(group, 0) + party_size
