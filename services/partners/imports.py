"""What comes in at the office's import door: records of another system, all or none."""

from datetime import date
from typing import Annotated, Generic, TypeVar

from pydantic import Field, PlainSerializer, WithJsonSchema

from shared.api.fields import Body, Code

# Kept as JSON, which knows no dates.
KeptDate = Annotated[date, PlainSerializer(str), WithJsonSchema({"type": "string", "format": "date"})]


class Importable(Body):
    """A record as another system knows it, by an id of its own."""

    external_id: Code


R = TypeVar("R", bound=Importable)


class Batch(Body, Generic[R]):
    """Records that are taken together."""

    records: Annotated[list[R], Field(max_length=500)]
