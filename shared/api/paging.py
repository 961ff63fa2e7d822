"""Lists by keyset: stable under inserts, as fast on the last page as on the first."""

import base64
import binascii
import json
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, ConfigDict

from shared.errors import Malformed

T = TypeVar("T")


class Page(BaseModel):
    """What every list takes; a list with filters extends it."""

    model_config = ConfigDict(extra="forbid")

    limit: Annotated[int, Query(ge=1, le=200)] = 50
    cursor: str | None = None


class Listing(BaseModel, Generic[T]):
    """A page of a list; `next` is the cursor of the page that follows, if there is one."""

    items: list[T]
    next: str | None = None


def cursor(*key: Any) -> str:
    """The place in a list after the item with this sort key."""
    return base64.urlsafe_b64encode(json.dumps(key, default=str).encode()).decode().rstrip("=")


def after(given: str | None, *kinds: Any) -> tuple[Any, ...] | None:
    """The sort key that a cursor stands for, each part read by its kind (`UUID`, `datetime.fromisoformat`, `str`)."""
    if given is None:
        return None
    try:
        padded = given.encode("ascii") + b"=" * (-len(given) % 4)
        parts = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if not isinstance(parts, list):
            raise ValueError("not a key")
        return tuple(kind(part) for kind, part in zip(kinds, parts, strict=True))
    except (ValueError, TypeError, AttributeError, binascii.Error, UnicodeEncodeError) as error:
        raise Malformed("invalid-cursor", "This cursor was not given out here.") from error
