"""What the office's import door says of the records that it took, in every service."""

from typing import Literal
from uuid import UUID

from pydantic import BaseModel

Outcome = Literal["created", "changed", "unchanged"]


class ImportedOne(BaseModel):
    """What became of one record."""

    external_id: str
    id: UUID
    outcome: Outcome


class Imported(BaseModel):
    """What became of each record."""

    items: list[ImportedOne]
