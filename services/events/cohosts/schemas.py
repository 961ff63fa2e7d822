"""Co-hosts, as they come in and go out."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.api.fields import Body

CohostRole = Literal["cohost", "sponsor", "promoter"]
CohostState = Literal["invited", "accepted", "declined", "withdrawn"]
Share = Annotated[int, Field(ge=0, le=100)]


class CohostRecord(Body):
    """A co-host as the office imports it."""

    partner_id: UUID
    role: CohostRole = "cohost"
    state: CohostState
    share: Share | None = None


class CohostShown(BaseModel):
    """A co-host as it is shown."""

    model_config = ConfigDict(from_attributes=True)

    partner_id: UUID
    role: CohostRole
    state: CohostState
    share: int | None
