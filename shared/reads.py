"""Hot reads: one statement that returns what is sent as it is, run on the event loop.

A thread and a session would cost twice what such a read costs in all. Whatever is not hot is plain code behind the
door.
"""

import asyncio
from collections.abc import Mapping
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import namedtuple_row
from sqlalchemy.engine import make_url

from shared.database import CONNECTING, hung_up
from shared.direct import as_psycopg_has_it

_AT_ONCE = 4


class Reads:
    """Runs single statements on a database, each its own transaction, on a few connections that are kept.

    No pool of psycopg's or SQLAlchemy's: the one needs tasks that outlive the request, the other a greenlet for each.
    """

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        self._turns = asyncio.Semaphore(_AT_ONCE)
        self._idle: list[AsyncConnection[Any]] = []

    async def one(self, statement: str, values: Mapping[str, Any]) -> Any | None:
        """The only row, its columns by name, of a statement whose values are written `:name`; None without one."""
        async with self._turns:
            connection = await self._connection()
            try:
                cursor = await connection.execute(as_psycopg_has_it(statement), values, binary=True)
                row = await cursor.fetchone()
            except BaseException:
                await connection.close()
                raise
            self._idle.append(connection)
            return row

    async def close(self) -> None:
        """Give the connections back."""
        while self._idle:
            await self._idle.pop().close()

    async def _connection(self) -> AsyncConnection[Any]:
        while self._idle:
            connection = self._idle.pop()
            if not hung_up(connection.fileno()):
                return connection
            await connection.close()
        return await AsyncConnection.connect(self._url, autocommit=True, row_factory=namedtuple_row, **CONNECTING)
