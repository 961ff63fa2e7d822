"""One's own history at the HTTP door."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel

from services.notifications.deliveries.schemas import State


class Switch(BaseModel):
    """What stops such emails: a subscription by its id, or the wish for a kind of email by its name."""

    kind: Literal["subscription", "wish"]
    id: str


class ReceivedOut(BaseModel):
    """An email that one was sent, or not; `why` is a sentence in one's own language, `reason` why it was not sent."""

    id: UUID
    email_id: UUID
    event_id: UUID | None
    kind: str
    subject: str
    why: str
    route: str
    state: State
    reason: str | None
    channel: str
    switch: Switch | None
    created_at: datetime
    accepted_at: datetime | None
