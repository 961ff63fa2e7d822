"""Programs, as they come in and go out."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.api.fields import Body, Code, Line, Slug, Text


class ProgramRecord(Body):
    """A program as the office imports it."""

    external_id: Code
    slug: Slug
    title: Line
    summary: Text = ""
    asks_reflection: bool = False


class ProgramRecords(Body):
    """Programs to be recorded, all or none."""

    records: Annotated[list[ProgramRecord], Field(max_length=500)]


class ProgramShown(BaseModel):
    """A program as it is shown."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    external_id: str | None
    slug: str
    title: str
    summary: str
    asks_reflection: bool
    version: int
