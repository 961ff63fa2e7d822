"""A strength at the HTTP door."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.partners.imports import Importable
from services.partners.pages import Words
from services.partners.partners.schemas import Pillar, Reach
from services.partners.strengths.moves import StrengthState
from shared.api.fields import Body, Code, Line, Text
from shared.api.paging import Page

StrengthKind = Literal[
    "service", "space", "volunteers", "expertise", "training", "research_method", "funding", "equipment",
    "transport", "interpretation", "convening", "trust_network", "program",
]  # fmt: skip


class Capacity(Body):
    """How much of it there is: so many of a unit, in which time."""

    amount: Annotated[int, Field(ge=1, le=1_000_000)]
    unit: Line
    per: Literal["day", "week", "month", "year", "once"] = "month"


class StrengthChange(Body):
    """What is to change of a strength; what is not named stays."""

    kind: StrengthKind = "service"
    title: Line = ""
    summary: Text = ""
    pillars: list[Pillar] = Field([], max_length=4)
    disciplines: list[Code] = Field([], max_length=50)
    topics: list[Line] = Field([], max_length=50)
    sdoh: list[Code] = Field([], max_length=50)
    community_ids: list[UUID] = Field([], max_length=50)
    reach: Reach = "local"
    languages: list[Code] = Field(["en"], max_length=50)
    capacity: Capacity | None = None
    valid_from: date | None = None
    valid_until: date | None = None
    listed: bool = True


class StrengthDraft(StrengthChange):
    """A strength to be drafted; nobody finds it before it is offered."""

    partner_id: UUID
    kind: StrengthKind
    title: Line


class StrengthRecord(StrengthDraft, Importable):
    """A strength as another system knows it."""

    state: StrengthState = "offered"
    state_reason: Text | None = None


class StrengthShown(BaseModel):
    """A strength; `left` is how much of its capacity is not given yet, `allowed` the moves that it is open to."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    external_id: str | None
    partner_id: UUID
    kind: StrengthKind
    title: str
    summary: str
    pillars: list[Pillar]
    disciplines: list[str]
    topics: list[str]
    sdoh: list[str]
    community_ids: list[UUID]
    reach: Reach
    languages: list[str]
    capacity: Capacity | None
    left: int | None
    valid_from: date | None
    valid_until: date | None
    listed: bool
    state: StrengthState
    state_reason: str | None
    allowed: list[str]
    version: int


class StrengthsPage(Page):
    """Which strengths; `q` finds words of titles, summaries and topics, whatever their accents and case."""

    q: Words | None = None
    partner: UUID | None = None
    community: UUID | None = None
    kind: StrengthKind | None = None
    state: StrengthState | None = None
