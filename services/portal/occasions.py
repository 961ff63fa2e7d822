"""Each time at which an event takes place, as the calendar shows it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

Event = dict[str, Any]

_ITS_OWN = ("title", "venue", "online_url", "starts_at", "ends_at", "time_zone")


def as_shown(occasion: dict[str, Any]) -> Event:
    """An occurrence in the form of its event, with what differs of it."""
    event: Event = occasion["event"]
    own = {name: occasion[name] for name in _ITS_OWN}
    if not event["recurrence"]:
        return event | own
    state = "cancelled" if occasion["state"] == "cancelled" else event["state"]
    moved_from = _first_planned(occasion) if occasion["state"] == "moved" else None
    return event | own | {"state": state, "moved_from": moved_from}


def _first_planned(occasion: dict[str, Any]) -> str:
    return datetime.fromisoformat(occasion["key"]).replace(tzinfo=ZoneInfo(occasion["time_zone"])).isoformat()
