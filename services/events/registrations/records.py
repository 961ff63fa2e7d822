"""Registrations, as the office's import door takes them."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from services.events.calendar.fields import Codes, empty
from services.events.registrations.schemas import Language, Occurrence, PartySize
from services.events.registrations.states import State
from shared.api.fields import Body, Code, Email, Line, OptionalLine
from shared.clock import now


def _today() -> date:
    return now().date()


class DayRecord(Body):
    """A session that a registration is for, by its external id; `position` is in the queue where it is full."""

    session: Code
    state: Literal["registered", "waitlisted"] = "registered"
    position: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    group: Line | None = None


class RegistrationRecord(Body):
    """A registration as the office imports it; `minor` is what the guardian calls the child.

    Without `days` it is for all sessions of its event.
    """

    external_id: Code
    event_id: UUID
    occurrence: Occurrence | None = None
    person_id: UUID | None = None
    full_name: OptionalLine = ""
    email: Email | None = None
    language: Language = "en"
    minor: Line | None = None
    role: Code | None = None
    state: State
    party_size: PartySize = 1
    position: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    waits_for: Codes = empty()
    registered_on: date = Field(default_factory=_today)
    hours: Annotated[float, Field(ge=0, le=1_000)] | None = None
    hours_own_time: bool | None = None
    hours_state: Literal["submitted", "verified", "disputed"] | None = None
    days: Annotated[list[DayRecord], Field(max_length=100)] | None = None

    @model_validator(mode="after")
    def _somebody(self) -> "RegistrationRecord":
        if self.person_id is None and not self.full_name:
            raise PydanticCustomError("required", "Say who it is: person_id, or full_name and email.")
        return self


class RegistrationRecords(Body):
    """Registrations to be recorded, all or none."""

    records: Annotated[list[RegistrationRecord], Field(max_length=500)]
