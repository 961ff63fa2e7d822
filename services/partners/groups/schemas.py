"""A group at the HTTP door."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.partners.imports import Importable
from services.partners.pages import Words
from shared.api.fields import Line
from shared.api.paging import Page


class GroupRecord(Importable):
    """A group as another system knows it."""

    title: Line
    owner_ids: list[UUID] = Field([], max_length=100)
    member_ids: list[UUID] = Field([], max_length=5_000)


class GroupShown(BaseModel):
    """A group; `member_ids` is null to whom the roster is not shown."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    external_id: str | None
    title: str
    owner_ids: list[UUID]
    member_ids: list[UUID] | None
    version: int


class GroupsPage(Page):
    """Which groups; `q` finds words of titles, whatever their accents and case."""

    q: Words | None = None
