"""Links, as they go out."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict


class LinkShown(BaseModel):
    """What a link is for; what exactly is asked stands at `/api/v1/links/events/{token}/{purpose}`."""

    model_config = ConfigDict(from_attributes=True)

    purpose: Literal["cohost", "registration", "numbers"]
    expires_at: datetime
    used_at: datetime | None
