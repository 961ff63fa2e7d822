"""What the tables of this service have in common, and where they are kept."""

from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, MetaData, Text
from sqlalchemy import Uuid as SqlUuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase

from shared.database import NAMING, Database
from shared.settings import store_url


class Base(DeclarativeBase):
    """The tables of notifications; apart from other services', of which a test may import several."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012
        str: Text,
        datetime: DateTime(timezone=True),
        list[str]: ARRAY(Text),
        list[UUID]: ARRAY(SqlUuid),
        dict[str, Any]: JSONB,
    }


@lru_cache
def database() -> Database:
    """The database of this process; it opens nothing until it is used."""
    return Database(store_url("notifications"))
