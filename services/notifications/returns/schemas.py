"""What came back, at the HTTP door."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.api.paging import Page

Kind = Literal["bounced", "delayed", "complained", "automatic", "unparsed", "refused"]
Path = Annotated[str, Field(max_length=320)]


class ReturnOut(BaseModel):
    """A message that came back: what it is, why, and the delivery that it is about."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    kind: Kind
    reason: str
    delivery_id: UUID | None
    received_at: datetime


class ReturnWhole(ReturnOut):
    """With its text, which is kept while nobody could read it."""

    text: str


class ReturnPage(Page):
    """All, or those of a kind."""

    kind: Kind | None = None
