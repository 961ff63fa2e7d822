"""Who looks at a page: in which language, signed in or not, and the API in her name."""

import asyncio
from collections.abc import AsyncIterator
from functools import cached_property
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import FormData

from services.portal import words
from services.portal.clients import Api, SignInNeeded
from services.portal.directory import Directory
from services.portal.session import Session
from shared.api import body
from shared.settings import settings

# On one machine the portal and the API it waits for share a pool of 40 threads. If pages could take them all,
# each would wait for an answer that no thread is left to give.
_PAGES_AT_ONCE = 16
_turns = asyncio.Semaphore(_PAGES_AT_ONCE)


async def in_turn() -> AsyncIterator[None]:
    """Let a page wait here, where it holds no thread, until it is one of the few that are made at once."""
    async with _turns:
        yield


class Visitor:
    """Somebody who looks at pages."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.session: Session = request.state.session
        self.language = _language(request)
        self.api = Api(self.session, request.client.host if request.client else "")
        catalog = words.catalog(self.language)
        self.gettext, self.ngettext = catalog.gettext, catalog.ngettext

    @cached_property
    def me(self) -> dict[str, Any]:
        """The person's own record: name, roles, time zone."""
        if not self.session:
            raise SignInNeeded
        me: dict[str, Any] = self.api.get("/people/me")
        return me

    @cached_property
    def directory(self) -> Directory:
        """The names of what ids stand for."""
        return Directory(self.api)

    @property
    def is_office(self) -> bool:
        """Whether she works in the consortium's office."""
        return bool(self.session) and "office" in self.me["consortium_roles"]

    @property
    def spoken_for(self) -> list[dict[str, Any]]:
        """The public partners that she speaks for."""
        ids = [role["partner_id"] for role in self.me["roles"] if role["role"] in {"admin", "coordinator"}]
        return [self.directory.partners[one] for one in dict.fromkeys(ids) if one in self.directory.partners]

    def holds(self, partner_id: str, *roles: str) -> bool:
        """Whether she holds one of these roles at a partner."""
        return bool(self.session) and any(
            held["partner_id"] == partner_id and held["role"] in roles for held in self.me["roles"]
        )


def _language(request: Request) -> str:
    chosen = request.cookies.get("language", "")
    if chosen in words.LANGUAGES:
        return chosen
    return words.preferred(request.headers.get("accept-language", ""), settings().language)


def _visitor(request: Request) -> Visitor:
    return Visitor(request)


def _member(request: Request) -> Visitor:
    if not request.state.session:
        raise SignInNeeded
    return Visitor(request)


async def read_form(request: Request) -> FormData:
    """What a form holds; refused when it is too large for one."""
    await body.read(request)
    # The largest form is that of an event with a hundred sessions, of six fields each, and places for fifty roles.
    return await request.form(max_files=0, max_fields=1_000)


Anybody = Annotated[Visitor, Depends(_visitor)]
Member = Annotated[Visitor, Depends(_member)]
Form = Annotated[FormData, Depends(read_form)]
