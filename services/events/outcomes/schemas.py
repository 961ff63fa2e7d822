"""Outcomes, as they come in and go out."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field, model_validator
from pydantic_core import PydanticCustomError

from shared.api.fields import Body, Code, Email, Text

Count = Annotated[int, Field(ge=0, le=1_000_000)]
Hours = Annotated[float, Field(ge=0, le=1_000_000, multiple_of=0.25)]
NUMBERS = ("attended", "people_served", "hours_paid", "hours_own_time")


class Numbers(Body):
    """What came of an event; hours in quarters, those on paid time and those on one's own. None may be recorded."""

    none_recorded: bool = False
    attended: Count | None = None
    people_served: Count | None = None
    hours_paid: Hours | None = None
    hours_own_time: Hours | None = None
    notes: Text = ""
    reflection: Text = ""

    @model_validator(mode="after")
    def _numbers_or_none(self) -> "Numbers":
        given = any(getattr(self, name) is not None for name in NUMBERS)
        if given is self.none_recorded:
            raise PydanticCustomError("required", "Give at least one number, or say that none was recorded.")
        return self


class OutcomeRecord(Numbers):
    """An outcome as the office imports it."""

    external_id: Code
    event_id: UUID


class OutcomeRecords(Body):
    """Outcomes to be recorded, all or none."""

    records: Annotated[list[OutcomeRecord], Field(max_length=500)]


class SiteContact(Body):
    """Who at the event's place is asked for its numbers, too; nobody, when there is no address."""

    email: Email | Literal[""]


class SiteContactShown(BaseModel):
    """Who at the event's place is asked for its numbers, too."""

    email: str


class Part(BaseModel):
    """What of an outcome is one partner's credit: its share in percent, and its part of each number."""

    partner_id: UUID
    share: int
    attended: int | None
    people_served: int | None
    hours_paid: float | None
    hours_own_time: float | None


class Earlier(BaseModel):
    """What was said before it was corrected."""

    version: int
    none_recorded: bool
    attended: int | None
    people_served: int | None
    hours_paid: float | None
    hours_own_time: float | None
    notes: str
    reflection: str
    given_by: UUID | None
    given_at: datetime


class OutcomeShown(BaseModel):
    """What came of an event, if it was said already, and how often it was asked for; parts sum to the whole."""

    event_id: UUID
    state: Literal["missing", "given", "none_recorded"]
    attended: int | None = None
    people_served: int | None = None
    hours_paid: float | None = None
    hours_own_time: float | None = None
    notes: str = ""
    reflection: str = ""
    asks_reflection: bool
    parts: list[Part] = []
    asked: int
    site_email: str = ""
    given_by: UUID | None = None
    given_at: datetime | None = None
    earlier: list[Earlier] = []
    version: int = 0


class NumbersAsked(BaseModel):
    """Who asks for the numbers of what, and whether they were given already."""

    title: str
    host_id: UUID
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    place: str
    asks_reflection: bool
    given: bool
