"""A need at the HTTP door."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.partners.imports import Importable
from services.partners.needs.moves import NeedState
from services.partners.pages import Words
from shared.api.fields import Body, Code, Line, OptionalLine, Text
from shared.api.paging import Page

NeedSource = Literal["chna", "listening_session", "survey", "data", "partner_request"]
Urgency = Literal["low", "medium", "high"]
NeedVisibility = Literal["office", "members", "public"]


class Evidence(Body):
    """Why it is thought to be so."""

    text: Annotated[Text, Field(min_length=1)]


class Assessment(Body):
    """Where it stands in a hospital's community health needs assessment (26 CFR 1.501(r)-3)."""

    cycle: OptionalLine
    rank: Annotated[int, Field(ge=1, le=1_000)] | None = None


class NeedChange(Body):
    """What is to change of a need; what is not named stays."""

    title: Line = ""
    summary: Text = ""
    community_id: UUID = UUID(int=0)
    source: NeedSource = "partner_request"
    topics: list[Line] = Field([], max_length=50)
    sdoh: list[Code] = Field([], max_length=50)
    priority_groups: list[Code] = Field([], max_length=50)
    languages: list[Code] = Field([], max_length=50)
    urgency: Urgency = "medium"
    evidence: list[Evidence] = Field([], max_length=50)
    chna: Assessment | None = None
    visibility: NeedVisibility = "public"


class NeedRaised(NeedChange):
    """A need as it is raised, for a partner of the caller's or, by the office, for none."""

    title: Line
    community_id: UUID
    raised_for: UUID | None = None


class NeedRecord(NeedRaised, Importable):
    """A need as another system knows it."""

    raised_by: UUID | None = None
    identified_on: date | None = None
    state: NeedState = "published"
    state_reason: Text | None = None


class Merger(Body):
    """Which need says the same."""

    into: UUID


class NeedShown(BaseModel):
    """A need; `allowed` are the moves that its state is open to."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    external_id: str | None
    title: str
    summary: str
    community_id: UUID
    raised_for: UUID | None
    source: NeedSource
    topics: list[str]
    sdoh: list[str]
    priority_groups: list[str]
    languages: list[str]
    urgency: Urgency
    evidence: list[Evidence]
    chna: Assessment | None
    visibility: NeedVisibility
    identified_on: date
    state: NeedState
    state_reason: str | None
    merged_into: UUID | None
    allowed: list[str]
    version: int


class NeedsPage(Page):
    """Which needs; `q` finds words of titles, summaries and topics, whatever their accents and case."""

    q: Words | None = None
    community: UUID | None = None
    partner: UUID | None = None
    state: NeedState | None = None
    urgency: Urgency | None = None
