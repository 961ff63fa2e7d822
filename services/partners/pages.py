"""Pages of lists, by keyset: the first columns of the order that a list has, its id last."""

from collections.abc import Callable
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Path
from pydantic import Field
from sqlalchemy import Select, tuple_
from sqlalchemy.orm import Session

from services.partners.base import Record
from shared.api.paging import Listing, Page, after, cursor

# What a list is searched for, and what is named in a path: nothing that PostgreSQL takes for no text.
Words = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Key = Annotated[str, Path(pattern=r"^[0-9A-Za-z-]{1,80}$")]

T = TypeVar("T", bound=Record)
Shown = TypeVar("Shown")


def newest_first(
    session: Session, page: Page, model: type[T], query: Select[T], show: Callable[[T], Shown]
) -> Listing[Shown]:
    """A page of records in the order in which they came, the last first."""
    if key := after(page.cursor, UUID):
        query = query.where(model.id < key[0])
    found = list(session.scalars(query.order_by(model.id.desc()).limit(page.limit + 1)))
    more = len(found) > page.limit
    return Listing(
        items=[show(thing) for thing in found[: page.limit]],
        next=cursor(found[page.limit - 1].id) if more else None,
    )


def by_name(
    session: Session, page: Page, model: type[T], query: Select[T], show: Callable[[T], Shown]
) -> Listing[Shown]:
    """A page of records in the order of their names."""
    if key := after(page.cursor, str, UUID):
        query = query.where(tuple_(model.sort_name, model.id) > key)
    found = list(session.scalars(query.order_by(model.sort_name, model.id).limit(page.limit + 1)))
    more = len(found) > page.limit
    last = found[page.limit - 1] if more else None
    return Listing(
        items=[show(thing) for thing in found[: page.limit]],
        next=cursor(last.sort_name, last.id) if last else None,
    )
