"""Emails and their preview at the HTTP door."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.api.fields import Body
from shared.api.paging import Page

Kind = Literal[
    "sign_in",
    "digest",
    "reminder",
    "announcement",
    "event_published",
    "event_changed",
    "event_cancelled",
    "review_requested",
    "review_answered",
    "cohost_invited",
    "cohost_uninvited",
    "cohost_answered",
    "registration_changed",
    "accommodation_changed",
    "numbers_requested",
    "source_health_changed",
    "follow_requested",
    "agreement_expiring",
    "need_moved",
    "match_proposed",
    "match_settled",
]


class Cause(BaseModel):
    """What led to an email."""

    message: str
    kind: str
    id: UUID
    version: int


class EmailOut(BaseModel):
    """An email, whoever gets it; `digest` and `held` of those pending wait for a digest or the end of quiet hours."""

    model_config = ConfigDict(populate_by_name=True)

    id: UUID
    kind: str
    change: str
    urgency: str = Field(serialization_alias="class")
    cause: Cause
    state: str
    reason: str | None
    due_at: datetime
    audience_as_of: datetime | None
    subject: str
    counts: dict[str, int]
    digest: int
    held: int
    created_at: datetime
    done_at: datetime | None


class EmailPage(Page):
    """Emails about an event, or of a kind."""

    event: UUID | None = None
    kind: Kind | None = None


class EmailPreview(Body):
    """What events would tell: its messages as they would be told, each `{name, body}`."""

    messages: list[dict[str, Any]] = Field(max_length=10)


class Someone(BaseModel):
    """Who would be told."""

    person_id: UUID | None
    name: str
    email: str


class Foreseen(BaseModel):
    """Whether and when somebody would be told, and why or why not."""

    recipient: Someone
    language: str
    would: Literal["now", "settles", "digest", "suppressed"]
    reason: str
    held_until: datetime | None
    due_at: datetime | None


class Foresight(BaseModel):
    """Who would be told what, as of a moment."""

    audience_as_of: datetime
    counts: dict[str, int]
    items: list[Foreseen]
