"""What stands in the way of an event, in the visitor's language."""

from typing import Any

from services.portal import vocabulary
from services.portal.clients import Refused, Unreachable
from services.portal.visitor import Visitor
from services.portal.words import marked

_SAID = {
    "venue": marked("“%(title)s” is at the same place at that time."),
    "host": marked("One of the hosts has “%(title)s” at that time."),
    "community": marked("“%(title)s” is for one of the same communities on that day."),
    "audience": marked("“%(title)s” is for some of the same people on that day."),
    "holiday": marked("It is a federal holiday then: %(title)s."),
    "busy": marked("Somebody else in the consortium is busy then."),
}


def conflicts_of(visitor: Visitor, event_id: str, typed: str = "") -> dict[str, Any]:
    """What stands in an event's way, whether it is published over it only with a word why, and what was typed."""
    try:
        found = visitor.api.get("/conflicts", event=event_id)
    except (Refused, Unreachable):
        # What is only a warning keeps nobody from publishing: the API has the last word.
        return {"items": [], "needs_note": False, "values": {"over_conflicts": typed}}
    items = [{**item, "words": _words(visitor, item)} for item in found["items"]]
    return {
        "items": items,
        "needs_note": any(item["needs_note"] for item in items),
        "values": {"over_conflicts": typed or found["over_conflicts"] or ""},
    }


def _words(visitor: Visitor, item: dict[str, Any]) -> str:
    title = item["title"] or ""
    if item["kind"] == "holiday":
        title = visitor.gettext(vocabulary.HOLIDAYS.get(title, title))
    return visitor.gettext(_SAID[item["kind"]]) % {"title": title}
