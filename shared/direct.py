"""Statements that stand before or behind nearly every request, handed to the driver directly.

SQLAlchemy's own way with a statement costs twice what psycopg and PostgreSQL take for it. That is well spent where a
statement is built, and not where it is the same for every request.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import psycopg
from psycopg.rows import namedtuple_row
from sqlalchemy import text
from sqlalchemy.dialects import registry
from sqlalchemy.orm import Session

_DIALECT = registry.load("postgresql.psycopg")()


@lru_cache(maxsize=256)
def as_psycopg_has_it(statement: str) -> bytes:
    """A statement whose values are written `:name`, as psycopg wants it."""
    return str(text(statement).compile(dialect=_DIALECT)).encode()


def row_of(session: Session, statement: str, values: Mapping[str, Any]) -> Any | None:
    """The first row, its columns by name, of a statement in the session's transaction; None without one.

    What the session holds and has not written, the statement does not see.
    """
    return run(session, statement, values).fetchone()


def run(session: Session, statement: str, values: Mapping[str, Any]) -> psycopg.Cursor[Any]:
    """Run a statement in the session's transaction; the cursor has its rows."""
    driver: psycopg.Connection[Any] = session.connection().connection.driver_connection  # type: ignore[assignment]
    cursor = driver.cursor(row_factory=namedtuple_row)
    return cursor.execute(as_psycopg_has_it(statement), values, binary=True)
