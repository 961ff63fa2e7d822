"""What the tables of this service have in common, and where they are kept."""

import secrets
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, MetaData, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import UUID as ID
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared import clock
from shared.database import NAMING, Database
from shared.settings import store_url


class Base(DeclarativeBase):
    """The tables of events; apart from other services', of which a test may import several."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012
        str: Text,
        list[str]: ARRAY(Text),
        list[UUID]: ARRAY(ID),
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
        list[dict[str, Any]]: JSONB,
    }


class Record(Base):
    """A thing of this service that others refer to; each change of it is a new version."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True)
    external_id: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int]


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562, section 5.7), made here because an event's stored document holds its own id."""
    milliseconds = int(clock.now().timestamp() * 1000)
    chance = secrets.randbits(74)
    return UUID(int=milliseconds << 80 | 7 << 76 | (chance >> 62) << 64 | 0b10 << 62 | chance & (1 << 62) - 1)


@lru_cache
def database() -> Database:
    """The database of this process; it opens nothing until it is used."""
    return Database(store_url("events"))
