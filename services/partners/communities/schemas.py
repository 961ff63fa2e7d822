"""A community at the HTTP door."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.partners.imports import Importable, KeptDate
from services.partners.pages import Words
from shared.api.fields import Body, Code, Line, OptionalLine, Slug, Text
from shared.api.paging import Page

CommunityKind = Literal[
    "neighborhood", "place", "county", "tract_group", "zcta_group", "region", "country", "international"
]
Setting = Literal["rural", "urban", "mixed"]


# HRSA's: health professional shortage areas, medically underserved areas and populations (and by a governor's
# exception, "-GE").
Scheme = Literal["HPSA", "MUA", "MUP", "MUA-GE", "MUP-GE"]


class Designation(Body):
    """That a federal program calls a community underserved, since when, as of the day on which that was looked up."""

    scheme: Scheme
    status: Literal["designated", "proposed_withdrawal", "withdrawn"] = "designated"
    designated_on: KeptDate | None = None
    snapshot_on: KeptDate
    discipline: OptionalLine | None = None
    type: OptionalLine | None = None
    population_type: OptionalLine | None = None
    score: Annotated[int, Field(ge=0, le=26)] | None = None
    imu: Annotated[float, Field(ge=0, le=100)] | None = None
    rural_status: OptionalLine | None = None
    note: Text | None = None


class CommunityRecord(Importable):
    """A community as another system knows it."""

    name: Line
    kind: CommunityKind = "place"
    setting: Setting = "mixed"
    slug: Slug | None = None
    languages: list[Code] = Field([], max_length=50)
    designations: list[Designation] = Field([], max_length=50)
    local_note: Text = ""


class CommunityShown(BaseModel):
    """A community."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    external_id: str | None
    slug: str
    name: str
    kind: CommunityKind
    setting: Setting
    languages: list[str]
    designations: list[Designation]
    local_note: str
    version: int


class CommunitiesPage(Page):
    """Which communities; `q` finds words of names, `designation` those that are designated so now."""

    q: Words | None = None
    setting: Setting | None = None
    designation: Scheme | None = None
    language: Code | None = None
