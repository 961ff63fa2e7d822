"""A community at the HTTP door."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.partners.imports import Importable
from services.partners.pages import Words
from shared.api.fields import Line, Slug
from shared.api.paging import Page

CommunityKind = Literal[
    "neighborhood", "place", "county", "tract_group", "zcta_group", "region", "country", "international"
]
Setting = Literal["rural", "urban", "mixed"]


class CommunityRecord(Importable):
    """A community as another system knows it."""

    name: Line
    kind: CommunityKind = "place"
    setting: Setting = "mixed"
    slug: Slug | None = None


class CommunityShown(BaseModel):
    """A community."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    external_id: str | None
    slug: str
    name: str
    kind: CommunityKind
    setting: Setting
    version: int


class CommunitiesPage(Page):
    """Which communities; `q` finds words of names, whatever their accents and case."""

    q: Words | None = None
