"""What of a series has changed: single dates of it, or so many that it comes otherwise. What is over is no change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from shared import clock

Snapshot = Mapping[str, Any]
Part = Literal["title", "time", "place", "mode", "hosts", "state"]
_FEW = 3  # so many dates can be told one by one
_TOLD = 30  # so many dates are told ahead; where there were fewer, there were no more


@dataclass(frozen=True)
class DateChange:
    """One date of a series that is not as people were told: `was` is null for a new one, `now` when it is off."""

    key: str
    was: datetime | None
    now: datetime | None
    ends_at: datetime
    parts: frozenset[Part]
    reason: str = ""

    @property
    def at(self) -> datetime:
        """When it was to begin, or, of a new one, when it begins."""
        at = self.was or self.now
        assert at is not None
        return at


def is_series(event: Snapshot) -> bool:
    """Whether it takes place by a rule."""
    return bool(event.get("happenings"))


def comes_otherwise(before: Snapshot, after: Snapshot) -> bool:
    """Whether a single event became a series, or the other way round, or more than a few dates have another time."""
    if is_series(before) != is_series(after):
        return True
    return sum("time" in date.parts for date in changed_dates(before, after)) > _FEW


def changed_dates(before: Snapshot, after: Snapshot) -> list[DateChange]:
    """The dates of a series that are not as people were told, the earliest first."""
    old = {one["key"]: one for one in before["happenings"]}
    new = {one["key"]: one for one in after["happenings"]}
    known_until = max(map(_starts, old.values())) if len(old) >= _TOLD else None
    told_until = max(map(_starts, new.values())) if len(new) >= _TOLD else None
    changes = []
    for key in {*old, *new}:
        was, now = old.get(key), new.get(key)
        if was is None and now is not None and not now["cancelled"] and _is_within(now, known_until):
            changes.append(DateChange(key, None, _starts(now), _ends(now), frozenset({"time"})))
        elif was is not None and now is None and _still_to_come(was) and _is_within(was, told_until):
            changes.append(DateChange(key, _starts(was), None, _ends(was), frozenset({"time"})))
        elif was is not None and now is not None and (parts := _differing(was, now)):
            begins = None if now["cancelled"] else _starts(now)
            changes.append(DateChange(key, _starts(was), begins, _ends(now), parts, now["reason"] or ""))
    return sorted(changes, key=lambda change: change.at)


def _differing(was: Mapping[str, Any], now: Mapping[str, Any]) -> frozenset[Part]:
    if was["cancelled"] or now["cancelled"]:
        return frozenset({"time"} if was["cancelled"] != now["cancelled"] else ())
    parts: dict[Part, bool] = {
        "time": (_starts(was), _ends(was)) != (_starts(now), _ends(now)),
        "place": (was["venue"], was["online_url"]) != (now["venue"], now["online_url"]),
        "title": was["title"] != now["title"],
    }
    return frozenset(part for part, differs in parts.items() if differs)


def _still_to_come(date: Mapping[str, Any]) -> bool:
    return not date["cancelled"] and _ends(date) > clock.now()


def _is_within(date: Mapping[str, Any], until: datetime | None) -> bool:
    """Whether a date is among those of which the other side would have told."""
    return until is None or _starts(date) <= until


def _starts(date: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(date["starts_at"])


def _ends(date: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(date["ends_at"])
