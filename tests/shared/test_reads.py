"""Hot reads run single statements on connections that are kept, and survive the database's coming and going."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import psycopg
import pytest

from shared.database import Database
from shared.reads import Reads

AN_ID = UUID("0190a000-0000-7000-8000-000000000000")


def _on_a_loop(read: Callable[[], Coroutine[None, None, None]]) -> None:
    """Run on a thread of its own: a browser that other tests left open keeps a loop on this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, read()).result()


async def _backend(reads: Reads) -> int:
    row = await reads.one("SELECT pg_backend_pid() AS backend", {})
    assert row is not None
    return int(row.backend)


def test_a_row_comes_by_the_names_of_its_columns(database: Database) -> None:
    async def read() -> None:
        reads = Reads(database.url)
        row = await reads.one("SELECT :id = ANY(:ids) AS known, '50%'::text AS share", {"id": AN_ID, "ids": [AN_ID]})
        assert row is not None
        assert (row.known, row.share) == (True, "50%")
        assert await reads.one("SELECT 1 AS one WHERE false", {}) is None
        await reads.close()

    _on_a_loop(read)


def test_a_connection_is_kept_and_one_that_the_server_has_closed_is_replaced(database: Database) -> None:
    async def read() -> None:
        reads = Reads(database.url)
        first = await _backend(reads)
        assert await _backend(reads) == first
        with database.session() as session:
            session.connection().exec_driver_sql(f"SELECT pg_terminate_backend({first}, 5000)")
        assert await _backend(reads) != first
        await reads.close()

    _on_a_loop(read)


def test_a_statement_that_fails_takes_its_connection_with_it_and_no_other(database: Database) -> None:
    async def read() -> None:
        reads = Reads(database.url)
        for _ in range(10):
            with pytest.raises(psycopg.errors.DivisionByZero):
                await reads.one("SELECT 1 / 0", {})
        assert await _backend(reads)
        await reads.close()

    _on_a_loop(read)


def test_no_more_connections_are_opened_than_are_kept(database: Database) -> None:
    async def read() -> None:
        reads = Reads(database.url)
        backends = await asyncio.gather(*(_backend(reads) for _ in range(40)))
        assert len(set(backends)) <= 4
        await reads.close()

    _on_a_loop(read)
