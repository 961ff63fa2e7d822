"""What of an event has changed, and whether anybody needs to hear of it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from services.notifications.emails.series import DateChange, Part, changed_dates, comes_otherwise, is_series

Snapshot = Mapping[str, Any]

Change = Literal["published", "changed", "moved", "postponed", "cancelled", "sign_in"]

OPEN = ("published", "postponed", "in_progress")
DISRUPTIONS: frozenset[Change] = frozenset({"moved", "postponed", "cancelled"})
_URGENT_WITHIN = timedelta(hours=24)
_NO_DIGEST_WITHIN = timedelta(days=7)


def differences(before: Snapshot, after: Snapshot) -> frozenset[Part]:
    """The parts that people must hear of; whatever else differs rides along with the next email."""
    found = _of_the_whole(before, after)
    for date in _dates(before, after):
        found |= date.parts
    return found


def only_dates(before: Snapshot | None, after: Snapshot) -> list[DateChange]:
    """The single dates of a series that changed, if nothing else of it did."""
    return [] if before is None or _of_the_whole(before, after) else _dates(before, after)


def changed_days(before: Snapshot | None, after: Snapshot) -> frozenset[str] | None:
    """The keys of those days of a series of which calendars must be told; None if of all of them."""
    if before is None or not (is_series(before) and is_series(after)):
        return None
    if _of_the_whole(before, after) - {"time", "hosts"}:
        return None
    return frozenset(date.key for date in changed_dates(before, after))


def _dates(before: Snapshot, after: Snapshot) -> list[DateChange]:
    both = is_series(before) and is_series(after)
    return [] if not both or comes_otherwise(before, after) else changed_dates(before, after)


def _of_the_whole(before: Snapshot, after: Snapshot) -> frozenset[Part]:
    parts: dict[Part, bool] = {
        "title": before["title"] != after["title"],
        "time": _takes_place_otherwise(before, after),
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
    """When the first of these states begins; where a date of a series is all that changed, when that one does."""
    known = [event for event in events if event is not None]
    if len(known) == 2 and (dates := only_dates(*known)):
        return min(at for date in dates for at in (date.was, date.now) if at is not None)
    return min(map(starts_at, known))


def _said(state: str) -> str:
    # That it has begun is what people were told would be.
    return "published" if state == "in_progress" else state


def _takes_place_otherwise(before: Snapshot, after: Snapshot) -> bool:
    series = is_series(before) or is_series(after)
    if series and "postponed" not in {before["state"], after["state"]}:
        return comes_otherwise(before, after)
    return _time(before) != _time(after)


def _time(event: Snapshot) -> object:
    if event["state"] == "postponed":
        return "to come"
    moments = (datetime.fromisoformat(event[edge]) for edge in ("starts_at", "ends_at"))
    return *moments, event["time_zone"]
