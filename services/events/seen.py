"""Lists and feeds for whoever has them already: one look at whether anything has changed, shared by all who ask."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.concurrency import run_in_threadpool

from services.events.answers import unless_seen, validator
from services.events.calendar.filters import today
from services.events.calendar.reading import snapshot
from shared.api.door import Door, Transacted
from shared.database import Database


class Look:
    """Asks for the validator of what strangers see, once for all who want to know at the same time.

    Whoever comes while it is being asked waits for the next time: that answer may be older than what she has seen.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._asked: asyncio.Task[str] | None = None
        self._next: asyncio.Task[str] | None = None

    async def now(self) -> str:
        """The entity tag of lists and feeds, no older than this call."""
        if self._next is None:
            self._next = asyncio.create_task(self._ask_after(self._asked))
        return await asyncio.shield(self._next)

    async def _ask_after(self, before: asyncio.Task[str] | None) -> str:
        if before is not None and not before.done():
            await asyncio.wait([before])
        self._asked, self._next = self._next, None
        return await run_in_threadpool(self._ask)

    def _ask(self) -> str:
        with self._database.engine.connect() as connection:
            # One statement, which is its own transaction: no BEGIN, and nothing to end.
            alone = connection.execution_options(isolation_level="AUTOCOMMIT")
            return validator(snapshot(alone), today(), None)


class SeenFeed(Transacted):
    """A route whose strangers are told that nothing has changed before anything else is done."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Look first, where somebody says what she has."""
        respond = super().get_route_handler()

        async def unless_seen_already(request: Request) -> Response:
            seen = request.headers.get("if-none-match")
            if seen is None or "authorization" in request.headers:
                return await respond(request)
            look: Look = request.app.state.look
            return unless_seen(seen, await look.now()) or await respond(request)

        return unless_seen_already


class SeenList(SeenFeed, Door):
    """The same, through the door."""
