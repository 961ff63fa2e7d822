"""The sheet at the entrance of an event of several days: whom one expects on one of them, at one site."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared import clock

Registration = dict[str, Any]


@dataclass(frozen=True)
class Sheet:
    """A session of an event, and of those who come to it perhaps one group; all of an event that has none."""

    sessions: list[dict[str, Any]]
    session: str
    group: str

    @property
    def groups(self) -> list[dict[str, Any]]:
        """The groups of the session."""
        return next((one["groups"] for one in self.sessions if one["id"] == self.session), [])

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """What an address needs to lead back to it."""
        return ("session", self.session), ("group", self.group)

    def expects(self, registration: Registration) -> bool:
        """Whether somebody comes on this day, to this site."""
        if not self.session:
            return True
        day = self._day(registration)
        return day is not None and not day["waiting"] and self.group in ("", day["group"])

    def has(self, registration: Registration, otherwise: bool = False) -> bool:
        """Whether she is there, on this day; else, of an event without days, what is said."""
        day = self._day(registration)
        return otherwise if day is None else day["checked_in_at"] is not None

    def group_of(self, registration: Registration) -> str:
        """With which group she goes."""
        day = self._day(registration)
        return str(day["group"] or "") if day else ""

    def _day(self, registration: Registration) -> dict[str, Any] | None:
        return next((day for day in registration["days"] if day["session_id"] == self.session), None)


def asked_for(event: dict[str, Any], asked: Mapping[str, str]) -> Sheet:
    """The sheet that is asked for; without a word, that of the first day that is not over."""
    sessions = event["sessions"]
    coming = [one["id"] for one in sessions if datetime.fromisoformat(one["ends_at"]) > clock.now()]
    known = {one["id"] for one in sessions}
    first = coming[0] if coming else sessions[-1]["id"] if sessions else ""
    session = asked.get("session", "")
    sheet = Sheet(sessions, session if session in known else first, "")
    names = {one["name"] for one in sheet.groups}
    return Sheet(sessions, sheet.session, asked["group"] if asked.get("group") in names else "")
