"""The kinds of field that an event has, beyond those that everything has."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from shared.api.fields import Body, Code, Line, OptionalLine

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)")
_WALL_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?")

T = TypeVar("T")


def _read(value: Any, form: re.Pattern[str], said: str) -> datetime:
    if value is None:
        raise PydanticCustomError("required", "This is needed.")
    try:
        if not isinstance(value, str) or not form.fullmatch(value):
            raise ValueError(value)
        return datetime.fromisoformat(value.upper()).replace(microsecond=0)
    except ValueError as error:
        raise PydanticCustomError("invalid-datetime", said) from error


def read_instant(value: Any) -> datetime:
    """An instant as it is written, its offset kept."""
    return _read(value, _INSTANT, "A time is written 2026-12-05T10:00:00-06:00, with the offset of its place.")


def _wall_time(value: Any) -> datetime:
    return _read(value, _WALL_TIME, "A wall time is written 2026-12-05T10:00.")


def _each_once(values: list[T]) -> list[T]:
    return list(dict.fromkeys(values))


def _of_any_nation(value: Any) -> Any:
    # The seeds of the field say both.
    return "global" if value == "international" else value


def unsaid() -> Any:
    """The default of a field that may be left out, though not null: what is meant then is told by which were sent."""
    return Field(default_factory=lambda: None)


def empty() -> Any:
    """The default of a list that may be left out."""
    return Field(default_factory=list)


Instant = Annotated[
    datetime, BeforeValidator(read_instant), WithJsonSchema({"type": "string", "format": "date-time"})
]
WallTime = Annotated[
    datetime,
    BeforeValidator(_wall_time),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$"}),
]
Words = Annotated[list[Line], Field(max_length=50), AfterValidator(_each_once)]
Codes = Annotated[list[Code], Field(max_length=50), AfterValidator(_each_once)]
EachOnce = AfterValidator(_each_once)
Pillar = Literal["education", "clinical", "research", "community"]
Reach = Annotated[Literal["local", "regional_state", "national", "global"], BeforeValidator(_of_any_nation)]


class VenueGiven(Body):
    """A place that people can find."""

    name: Line
    street: OptionalLine = ""
    locality: OptionalLine = ""
    region: OptionalLine = ""
    postal_code: OptionalLine = ""
    country: OptionalLine = ""
