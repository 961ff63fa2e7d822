"""Events, as the office's import door takes them."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from services.events.calendar.fields import Instant, WallTime, empty, unsaid
from services.events.calendar.schemas import EventGiven
from services.events.cohosts.schemas import CohostRecord
from services.events.occurrences.schemas import OccurrenceChange
from shared.api.fields import Body, Code, OptionalLine, Title, Zone
from shared.messages.events import EventState


def _each_partner_once(cohosts: list[CohostRecord]) -> list[CohostRecord]:
    if len({each.partner_id for each in cohosts}) != len(cohosts):
        raise PydanticCustomError("duplicate", "A partner is named twice.")
    return cohosts


def _each_key_once(overrides: list[OccurrenceChange]) -> list[OccurrenceChange]:
    if len({each.key for each in overrides}) != len(overrides):
        raise PydanticCustomError("duplicate", "An occurrence is named twice.")
    return overrides


class EventRecord(EventGiven):
    """An event as the office imports it; the guards do not hold here, and its times may be the wall's alone.

    `overrides` are all that differs of single occurrences of a series; without it, what is known of them stays.
    """

    external_id: Code
    uid: Code | None = None
    sequence: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    state: EventState = "draft"
    title: Title
    host_id: UUID
    cohosts: Annotated[list[CohostRecord], Field(max_length=100), AfterValidator(_each_partner_once)] = empty()
    starts_at: Instant = unsaid()
    ends_at: Instant = unsaid()
    starts_local: WallTime = unsaid()
    ends_local: WallTime = unsaid()
    time_zone: Zone
    cancel_reason: OptionalLine | None = None
    overrides: Annotated[list[OccurrenceChange], Field(max_length=1_000), AfterValidator(_each_key_once)] | None = (
        None
    )

    @model_validator(mode="after")
    def _one_form_of_time(self) -> "EventRecord":
        said = self.model_fields_set & {"starts_at", "ends_at", "starts_local", "ends_local"}
        if said not in ({"starts_at", "ends_at"}, {"starts_local", "ends_local"}):
            raise PydanticCustomError("required", "Give starts_at and ends_at, or starts_local and ends_local.")
        return self


class EventRecords(Body):
    """Events to be recorded, all or none."""

    records: Annotated[list[EventRecord], Field(max_length=500)]
