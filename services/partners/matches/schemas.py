"""A match at the HTTP door."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.partners.imports import Importable
from services.partners.matches.moves import Answer, MatchState, Side
from shared.api.fields import Body, Line, Text
from shared.api.paging import Page


class Proposal(Body):
    """So much of a strength for a need, and why; what the caller speaks for has said yes by that."""

    need_id: UUID
    strength_id: UUID
    amount: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    reasons: list[Line] = Field([], max_length=20)


class MatchAnswer(Body):
    """Yes or no, for the side that the caller speaks for; who speaks for both says for which. No says why."""

    answer: Answer
    side: Side | None = None
    reason: Text = ""


class MatchRecord(Importable):
    """A match as another system knows it."""

    need_id: UUID
    strength_id: UUID
    amount: Annotated[int, Field(ge=1, le=1_000_000)] = 1
    reasons: list[Line] = Field([], max_length=20)
    state: MatchState
    state_reason: Text | None = None
    proposed_by: UUID | None = None
    proposed_on: date


class MatchShown(BaseModel):
    """A match; `allowed` are the moves that its state is open to."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    external_id: str | None
    need_id: UUID
    strength_id: UUID
    amount: int
    reasons: list[str]
    state: MatchState
    state_reason: str | None
    need_said: Answer | None
    strength_said: Answer | None
    proposed_on: date
    allowed: list[str]
    version: int


class MatchesPage(Page):
    """Which matches, the newest first."""

    need: UUID | None = None
    strength: UUID | None = None
    partner: UUID | None = None
    state: MatchState | None = None


class SuggestionsOf(Body):
    """In which language the reasons are to be given, and how many suggestions."""

    language: Literal["en", "es"] = "en"
    limit: Annotated[int, Field(ge=1, le=50)] = 10


class Suggestion(BaseModel):
    """A strength that may answer a need, and why somebody would think so."""

    strength_id: UUID
    partner_id: UUID
    title: str
    score: int
    reasons: list[str]


class Suggestions(BaseModel):
    """Strengths that may answer a need, the best first."""

    items: list[Suggestion]
