"""What of a series has changed: how it comes again, or single dates of it. What is merely over is no change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

Snapshot = Mapping[str, Any]
Part = Literal["title", "time", "place", "mode", "hosts", "state"]


@dataclass(frozen=True)
class DateChange:
    """One date of a series that is not as people were told; without a time it does not take place."""

    key: str
    was: datetime
    now: datetime | None
    ends_at: datetime
    parts: frozenset[Part]
    reason: str = ""


def is_series(event: Snapshot) -> bool:
    """Whether it takes place by a rule."""
    return bool(event.get("recurrence"))


def comes_otherwise(before: Snapshot, after: Snapshot) -> bool:
    """Whether a series comes again by another rule, or at another time of day; what is over is none."""
    if is_series(before) != is_series(after):
        return True
    known = [_pattern(one, after) for one in before["recurrence"]["repeated"]]
    return any(_pattern(one, after) not in known for one in after["recurrence"]["repeated"])


def changed_dates(before: Snapshot, after: Snapshot) -> list[DateChange]:
    """The dates of a series that are not as people were told, the earliest first."""
    old = {one["key"]: one for one in before["recurrence"]["changed"]}
    new = {one["key"]: one for one in after["recurrence"]["changed"]}
    next_at = datetime.fromisoformat(after["starts_at"])
    changes = []
    for key in {*old, *new}:
        was, now = old.get(key) or _usual(key, after), new.get(key) or _usual(key, after)
        if key not in new and datetime.fromisoformat(was["ends_at"]) <= next_at:
            continue  # it is over
        if parts := _differing(was, now):
            takes_place = now["state"] != "cancelled"
            changes.append(
                DateChange(
                    key,
                    datetime.fromisoformat(was["starts_at"]),
                    datetime.fromisoformat(now["starts_at"]) if takes_place else None,
                    datetime.fromisoformat(now["ends_at"]),
                    parts,
                    now.get("reason") or "",
                )
            )
    return sorted(changes, key=lambda change: change.was)


def _pattern(repeated: Mapping[str, Any], after: Snapshot) -> tuple[Any, ...]:
    still = tuple(day for day in repeated["exdates"] if day >= after["starts_at"][: len("2026-12-05")])
    return (*(repeated[name] for name in ("starts_local", "ends_local", "rule", "until_local")), still)


def _differing(was: Mapping[str, Any], now: Mapping[str, Any]) -> frozenset[Part]:
    if (was["state"] == "cancelled") != (now["state"] == "cancelled"):
        return frozenset({"time"})
    times = [tuple(datetime.fromisoformat(one[edge]) for edge in ("starts_at", "ends_at")) for one in (was, now)]
    parts: dict[Part, bool] = {
        "time": times[0] != times[1],
        "place": (was["venue"], was["online_url"]) != (now["venue"], now["online_url"]),
        "title": was["title"] != now["title"],
    }
    return frozenset(part for part, differs in parts.items() if differs)


def _usual(key: str, event: Snapshot) -> dict[str, Any]:
    """A date as its series has it: on the day that its key names, at the series' time of day."""
    on = datetime.fromisoformat(key)
    stretches = event["recurrence"]["repeated"]
    begun = [one for one in stretches if datetime.fromisoformat(one["starts_local"]).date() <= on.date()]
    standing = (begun or stretches)[-1 if begun else 0]
    first, end = (datetime.fromisoformat(standing[edge]) for edge in ("starts_local", "ends_local"))
    local = datetime.combine(on.date(), first.time())
    zone = ZoneInfo(event["time_zone"])
    return {
        "key": key,
        "state": "scheduled",
        "starts_at": local.replace(tzinfo=zone).isoformat(),
        "ends_at": (local + (end - first)).replace(tzinfo=zone).isoformat(),
        **dict.fromkeys(("title", "venue", "online_url", "reason")),
    }
