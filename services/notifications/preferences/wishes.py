"""Of which kinds of email one may say how often, or that none are wanted; the rest comes with what one does here."""

from collections.abc import Mapping
from typing import Literal

from services.notifications.notices.kinds import KINDS

Wish = Literal["immediate", "daily", "weekly", "never"]

_HOW_OFTEN: tuple[Wish, ...] = ("immediate", "daily", "weekly", "never")
_WHETHER: tuple[Wish, ...] = ("immediate", "never")

WISHES: Mapping[str, tuple[Wish, ...]] = {
    "published": _HOW_OFTEN,
    "changes": _HOW_OFTEN,
    "announcements": _WHETHER,
    **{name: _WHETHER for name, kind in KINDS.items() if kind.may_be_refused},
}
