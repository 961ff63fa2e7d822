"""The terms on which people sign up for an event, as its host sets them: from when to when, for what, how many."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from shared.api.fields import Body, Code


def _on_a_wall(value: str) -> str:
    try:
        datetime.fromisoformat(value)
    except ValueError as error:
        raise PydanticCustomError("invalid-datetime", "A wall time is written 2026-12-05T10:00.") from error
    return value


# Kept as it is written: it moves with the event's zone, as what people are told would.
WallClock = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d$"), AfterValidator(_on_a_wall)]


def _each_once(minutes: list[int]) -> list[int]:
    return sorted(set(minutes), reverse=True)


# How long before each beginning people are reminded, in minutes: from a quarter of an hour to thirty days.
Reminders = Annotated[list[Annotated[int, Field(ge=15, le=43_200)]], Field(max_length=5), AfterValidator(_each_once)]


class Terms(Body):
    """When one may sign up (wall times in the event's zone), how many at once, and what is asked before."""

    required: bool = False
    opens_local: WallClock | None = None
    closes_local: WallClock | None = None
    closes_hours_before: Annotated[int, Field(ge=0, le=8_760)] | None = None
    approval: bool = False
    walk_ins: bool = True
    waitlist: bool = True
    offer_hours: Annotated[int, Field(ge=1, le=720)] = 24
    party_size_max: Annotated[int, Field(ge=1, le=1_000)] = 6
    requirements: Annotated[list[Code], Field(max_length=20)] = Field(default_factory=list)
    guardian_consent: bool = False
    reminders: Reminders = Field(default_factory=lambda: [1_440])


class Slot(Body):
    """A role that people sign up for, how many may have it, and how many the host needs."""

    role: Code
    capacity: Annotated[int, Field(ge=1, le=1_000_000)]
    min: Annotated[int, Field(ge=0, le=1_000_000)] = 0


def _each_role_once(slots: list[Slot]) -> list[Slot]:
    if len({slot.role for slot in slots}) != len(slots):
        raise PydanticCustomError("duplicate", "A role is named twice.")
    return slots


Slots = Annotated[list[Slot], Field(max_length=50), AfterValidator(_each_role_once)]
