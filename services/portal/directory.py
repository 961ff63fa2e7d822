"""The names behind ids: partners, communities, initiatives, programs. Public ones, kept for a moment."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from services.portal.clients import Api, Refused, Unreachable
from services.portal.session import Session

_KEPT_SECONDS = 10

Things = dict[str, dict[str, Any]]


@dataclass
class _Shelf:
    things: Things = field(default_factory=dict)
    read_at: float = float("-inf")
    lock: Lock = field(default_factory=Lock)


_shelves = {kind: _Shelf() for kind in ("partners", "communities", "initiatives", "programs")}


class Directory:
    """What ids stand for, as anybody may know it; asked every few seconds, not for every page."""

    def __init__(self, api: Api) -> None:
        self._api = api

    @property
    def partners(self) -> Things:
        """Partners by id."""
        return _known("partners")

    @property
    def communities(self) -> Things:
        """Communities by id."""
        return _known("communities")

    @property
    def initiatives(self) -> Things:
        """Initiatives by id."""
        return _known("initiatives")

    @property
    def programs(self) -> Things:
        """Programs by id."""
        return _known("programs")

    def partner(self, partner_id: str) -> dict[str, Any]:
        """A partner, also one that only the signed-in may see; an unnamed one when there is none."""
        return (
            self.partners.get(partner_id) or self._asked(f"/partners/{partner_id}") or {"id": partner_id, "name": ""}
        )

    def _asked(self, path: str) -> dict[str, Any] | None:
        return _or_none(lambda: self._api.get(path)) if self._api.session else None


def _known(kind: str) -> Things:
    shelf = _shelves[kind]
    with shelf.lock:
        if time.monotonic() - shelf.read_at > _KEPT_SECONDS:
            shelf.read_at = time.monotonic()
            # An old name, or none, is better than no page: the calendar is shown while partners is away.
            with suppress(Unreachable):
                # In a stranger's name: what is kept here is shown to all.
                shelf.things = {thing["id"]: thing for thing in Api(Session()).every(f"/{kind}")}
        return shelf.things


def _or_none(ask: Callable[[], dict[str, Any]]) -> dict[str, Any] | None:
    try:
        return ask()
    except (Refused, Unreachable):
        return None
