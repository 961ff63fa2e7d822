"""The office's import door: records of another system, all or none. Copies follow; nobody is written to."""

from typing import Annotated, Generic, Literal, TypeVar
from uuid import UUID

from pydantic import BaseModel, Field

from shared.api.fields import Body, Code

Outcome = Literal["created", "changed", "unchanged"]


class Importable(Body):
    """A record as another system knows it, by an id of its own."""

    external_id: Code


R = TypeVar("R", bound=Importable)


class Batch(Body, Generic[R]):
    """Records that are taken together."""

    records: Annotated[list[R], Field(max_length=500)]


class Imported(BaseModel):
    """What became of one record."""

    external_id: str
    id: UUID
    outcome: Outcome


class Report(BaseModel):
    """What became of each record, in the order in which they came."""

    items: list[Imported]
