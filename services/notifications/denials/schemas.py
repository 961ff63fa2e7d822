"""Denials at the HTTP door."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel


class DenialOut(BaseModel):
    """That somebody at an address did not ask for an email that went there."""

    delivery_id: UUID
    recipient: str
    kind: str
    at: datetime
