"""What comes in at the office's import door: records of another system, all or none."""

from typing import Annotated, Generic, TypeVar

from pydantic import Field

from shared.api.fields import Body, Code


class Importable(Body):
    """A record as another system knows it, by an id of its own."""

    external_id: Code


R = TypeVar("R", bound=Importable)


class Batch(Body, Generic[R]):
    """Records that are taken together."""

    records: Annotated[list[R], Field(max_length=500)]
