"""Lists and feeds for whoever has them already: one look at whether anything has changed, shared by all who ask."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute

from services.events.answers import unless_seen, validator
from services.events.calendar.filters import today
from services.events.calendar.reading import unchanged_since
from shared.api.door import Checked, Transacted
from shared.reads import Reads


class Look:
    """Asks for the validator of what strangers see, once for all who want to know at the same time.

    Whoever comes while it is being asked waits for the next time: that answer may be older than what she has seen.
    """

    def __init__(self, reads: Reads) -> None:
        self._reads = reads
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
        return validator(await unchanged_since(self._reads), today(), None)


class Seen(APIRoute):
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


class SeenFeed(Seen, Transacted):
    """Such a route for a feed."""


class SeenList(Seen, Checked):
    """Such a route for a list."""
