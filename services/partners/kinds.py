"""What the ways to change records need to know of each noun."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy.orm import Session

from services.partners.base import Record
from shared.messages import Message

T = TypeVar("T", bound=Record)
Fields = Mapping[str, Any]

# Where in the fields a record is named, whose kind it must be, and its id.
Reference = tuple[str, type[Record], UUID]


@dataclass(frozen=True)
class Kind(Generic[T]):
    """One noun: its model, what else than its external id is its own (`key`), and what is told of it, if anything."""

    name: str
    collection: str
    model: type[T]
    key: str
    fact: Callable[[T], Message] | None
    references: Callable[[Fields], Iterable[Reference]] = lambda _: ()
    check: Callable[[Session, Sequence[T]], None] = lambda _, __: None
