"""Deliveries at the HTTP door."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.api.paging import Page

State = Literal[
    "pending",
    "sending",
    "accepted",
    "deferred",
    "failed",
    "uncertain",
    "bounced",
    "complained",
    "suppressed",
    "expired",
    "cancelled",
]


class AttemptOut(BaseModel):
    """What a relay said to one attempt."""

    model_config = ConfigDict(from_attributes=True)

    at: datetime
    relay: str
    code: int | None
    enhanced: str | None
    reply: str
    phase: str


class DeliveryOut(BaseModel):
    """One email to one person. `route` says why she is told, `reason` why it is not sent, or not yet.

    What waited for a digest is, or was, told in that of `digest_id`.
    """

    id: UUID
    email_id: UUID
    event_id: UUID | None
    kind: str
    recipient: str
    name: str
    person_id: UUID | None
    state: State
    channel: str
    digest_id: UUID | None
    route: str
    reason: str | None
    language: str
    message_id: str
    next_attempt_at: datetime | None
    accepted_at: datetime | None
    created_at: datetime
    attempts: list[AttemptOut]


class EmailAsItWas(BaseModel):
    """What somebody got, or would have got; `[link]` stands for what opens something."""

    model_config = ConfigDict(from_attributes=True)

    subject: str
    text: str
    html: str


class DeliveryPage(Page):
    """Which deliveries: of an event, an email, a person, an address, in a state."""

    event: UUID | None = None
    email: UUID | None = None
    person: UUID | None = None
    recipient: str | None = None
    state: State | None = None
