"""Registrations, as they come in."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from shared.api.fields import Body, Code, Line

RegistrationState = Literal[
    "registered",
    "waitlisted",
    "offered",
    "pending_requirement",
    "checked_in",
    "attended",
    "no_show",
    "excused",
    "lapsed",
    "cancelled_by_person",
    "cancelled_by_host",
]
Occurrence = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$")]


class RegistrationRecord(Body):
    """A registration as the office imports it; `minor` is what the guardian calls the child."""

    external_id: Code
    event_id: UUID
    occurrence: Occurrence | None = None
    person_id: UUID
    minor: Line | None = None
    role: Code | None = None
    state: RegistrationState
    party_size: Annotated[int, Field(ge=1, le=1_000)] = 1
    position: Annotated[int, Field(ge=1, le=1_000_000)] | None = None


class RegistrationRecords(Body):
    """Registrations to be recorded, all or none."""

    records: Annotated[list[RegistrationRecord], Field(max_length=500)]
