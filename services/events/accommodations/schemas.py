"""Requests for accommodations, as they come in and go out."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from services.events.accommodations.moves import AccommodationState, Move
from services.events.calendar.fields import Codes, EachOnce, empty
from shared.api.fields import Body, Code, OptionalLine, Text
from shared.api.paging import Page

# Beyond these, zones are guesses.
Day = Annotated[date, Field(ge=date(1970, 1, 1), le=date(2200, 1, 1))]


class Unquoted(BaseModel):
    """What no log may quote, whatever goes wrong with it."""

    model_config = ConfigDict(hide_input_in_errors=True)


class Asked(Unquoted, Body):
    """What somebody needs: of which kinds, in her own words, how to reach her, and by when she must know."""

    kinds: Codes = empty()
    details: Text = ""
    contact: OptionalLine = ""
    needed_by: Day | None = None

    @model_validator(mode="after")
    def _something(self) -> "Asked":
        if not self.kinds and not self.details.strip():
            raise PydanticCustomError("required", "Say what is needed.")
        return self


class Said(Unquoted, Body):
    """What is said with a move: what is offered instead, or why."""

    answer: Text = ""


class AccommodationRecord(Unquoted, Body):
    """A request as the office imports it."""

    external_id: Code
    event_id: UUID
    person_id: UUID
    kinds: Codes = empty()
    details: Text = ""
    state: AccommodationState
    requested_on: Day
    needed_by: Day | None = None


class AccommodationRecords(Body):
    """Requests to be recorded, all or none."""

    records: Annotated[list[AccommodationRecord], Field(max_length=500)]


class AccommodationFilters(Page):
    """Which requests are asked for: one's own, or those that one arranges."""

    part: Literal["person", "arranger", "office"] | None = None
    event: UUID | None = None
    unsettled: bool | None = None


class AccommodationShown(Unquoted):
    """A request, to whoever asked or arranges; `moves` are those that the reader may make, the times the event's.

    `answer_by` is when the next answer is due: the first within two working days, the last before it is needed.
    """

    id: UUID
    external_id: str | None
    event_id: UUID
    event_title: str
    starts_at: datetime
    time_zone: str
    person_id: UUID | None
    state: AccommodationState
    kinds: list[str]
    details: str
    name: str
    contact: str
    answer: str
    needed_by: date | None
    requested_at: datetime
    answer_by: datetime
    is_late: bool
    acknowledged_at: datetime | None
    reviewed_at: datetime | None
    moves: list[Move]
    version: int


class ArrangersGiven(Body):
    """Who alone arranges for an event; none is everybody who coordinates at its host."""

    person_ids: Annotated[list[UUID], Field(max_length=50), EachOnce]


class ArrangersShown(BaseModel):
    """Who arranges for an event."""

    person_ids: list[UUID]
