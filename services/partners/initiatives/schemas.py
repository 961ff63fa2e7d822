"""An initiative at the HTTP door."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.partners.imports import Importable
from services.partners.pages import Words
from shared.api.fields import Line, Slug, Text
from shared.api.paging import Page

InitiativeState = Literal[
    "idea", "proposed", "approved", "active", "paused", "completed", "evaluated", "withdrawn", "discontinued"
]


class InitiativeRecord(Importable):
    """An initiative as another system knows it."""

    title: Line
    summary: Text = ""
    state: InitiativeState = "active"
    slug: Slug | None = None


class InitiativeShown(BaseModel):
    """An initiative."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    external_id: str | None
    slug: str
    title: str
    summary: str
    state: InitiativeState
    version: int


class InitiativesPage(Page):
    """Which initiatives; `q` finds words of titles and summaries, whatever their accents and case."""

    q: Words | None = None
    state: InitiativeState | None = None
