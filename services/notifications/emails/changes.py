"""What of an event has changed, and whether anybody needs to hear of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

Snapshot = Mapping[str, Any]
Part = Literal["title", "time", "place", "mode", "hosts", "state"]
Change = Literal["published", "changed", "moved", "postponed", "cancelled", "sign_in"]

OPEN = ("published", "postponed", "in_progress")
DISRUPTIONS: frozenset[Change] = frozenset({"moved", "postponed", "cancelled"})
_URGENT_WITHIN = timedelta(hours=24)
_NO_DIGEST_WITHIN = timedelta(days=7)


def differences(before: Snapshot, after: Snapshot) -> frozenset[Part]:
    """The parts that people must hear of; whatever else differs rides along with the next email."""
    parts: dict[Part, bool] = {
        "title": before["title"] != after["title"],
        "time": _time(before) != _time(after),
        "place": (before["venue"], before["online_url"]) != (after["venue"], after["online_url"]),
        "mode": before["attendance_mode"] != after["attendance_mode"],
        "hosts": (before["host_id"], hosts(before)) != (after["host_id"], hosts(after)),
        "state": _said(before["state"]) != _said(after["state"]),
    }
    return frozenset(part for part, differs in parts.items() if differs)


def kind_of(before: Snapshot, after: Snapshot) -> Change:
    """Which kind of change leads from one state that was told to the next."""
    if after["state"] == "postponed" and before["state"] != "postponed":
        return "postponed"
    return "moved" if differences(before, after) & {"time", "place", "mode", "state"} else "changed"


def hosts(event: Snapshot) -> list[str]:
    """The ids of the host and of those who accepted to carry the event with it."""
    accepted = {cohost["partner_id"] for cohost in event["cohosts"] if cohost["state"] == "accepted"}
    return [event["host_id"], *sorted(accepted - {event["host_id"]})]


def starts_at(event: Snapshot) -> datetime:
    """When it begins."""
    return datetime.fromisoformat(event["starts_at"])


def is_near(change: Change, now: datetime, *events: Snapshot | None) -> bool:
    """Whether an event begins, or was to begin, so soon that what happened to it cannot wait."""
    return change in DISRUPTIONS and _begins(events) - now <= _URGENT_WITHIN


def skips_digests(change: Change, now: datetime, *events: Snapshot | None) -> bool:
    """Whether those who asked for a digest hear of it at once."""
    return change in DISRUPTIONS and _begins(events) - now <= _NO_DIGEST_WITHIN


def settles(change: Change, now: datetime, *events: Snapshot | None) -> bool:
    """Whether an email waits for further edits."""
    return change in {"changed", "moved"} and _begins(events) - now > _URGENT_WITHIN


def _begins(events: tuple[Snapshot | None, ...]) -> datetime:
    return min(starts_at(event) for event in events if event is not None)


def _said(state: str) -> str:
    # That it has begun is what people were told would be.
    return "published" if state == "in_progress" else state


def _time(event: Snapshot) -> object:
    if event["state"] == "postponed":
        return "to come"
    moments = (datetime.fromisoformat(event[edge]) for edge in ("starts_at", "ends_at"))
    return *moments, event["time_zone"]
