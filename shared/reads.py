"""Hot reads: one statement that returns what is sent as it is, run on the event loop.

A thread and a session would cost twice what such a read costs in all. Whatever is not hot is plain code behind the
door.
"""

import asyncio
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from psycopg import AsyncConnection, OperationalError
from psycopg.rows import namedtuple_row
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import text
from sqlalchemy.dialects import registry
from sqlalchemy.engine import make_url

from shared.database import CONNECTING, hung_up

_AT_ONCE = 4
_DIALECT = registry.load("postgresql.psycopg")()
Pool = AsyncConnectionPool[AsyncConnection[Any]]


class Reads:
    """Runs single statements on a database; each is its own transaction."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._opening = asyncio.Lock()
        self._pool: Pool | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def one(self, statement: str, values: Mapping[str, Any]) -> Any | None:
        """The only row, its columns by name, of a statement whose values are written `:name`; None without one."""
        pool = await self._opened()
        async with pool.connection() as connection, connection.cursor(row_factory=namedtuple_row) as cursor:
            await cursor.execute(_as_psycopg_has_it(statement), values, binary=True)
            return await cursor.fetchone()

    async def close(self) -> None:
        """Give the connections back."""
        if self._pool is not None:
            await self._pool.close()

    async def _opened(self) -> Pool:
        """The connections of the loop that runs: there is one, but for tests that run a loop for each request."""
        if self._loop is not asyncio.get_running_loop():
            async with self._opening:
                pool: Pool = AsyncConnectionPool(
                    self._url,
                    kwargs={**CONNECTING, "autocommit": True},
                    min_size=1,
                    max_size=_AT_ONCE,
                    timeout=5,
                    check=_must_be_there,
                    open=False,
                )
                await pool.open()
                self._pool, self._loop = pool, asyncio.get_running_loop()
        assert self._pool is not None
        return self._pool


async def _must_be_there(connection: AsyncConnection[Any]) -> None:
    if hung_up(connection.fileno()):
        raise OperationalError("the server has hung up")


@lru_cache(maxsize=256)
def _as_psycopg_has_it(statement: str) -> bytes:
    return str(text(statement).compile(dialect=_DIALECT)).encode()
