"""What stands in the way of an event, in the visitor's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.portal.clients import Refused, Unreachable
from services.portal.visitor import Visitor
from services.portal.words import marked

_SAID = {
    "venue": marked("“%(title)s” is at the same place at that time."),
    "host": marked("One of the hosts has “%(title)s” at that time."),
    "community": marked("“%(title)s” is for one of the same communities on that day."),
    "audience": marked("“%(title)s” is for some of the same people on that day."),
    "holiday": marked("It is a federal holiday then: %(title)s."),
    "closed": marked("%(who)s is closed then: %(title)s."),
    "busy": marked("Somebody else in the consortium is busy then."),
}

_HOLIDAYS = {
    name: name
    for name in (
        marked("New Year's Day"),
        marked("Martin Luther King Jr. Day"),
        marked("Presidents' Day"),
        marked("Memorial Day"),
        marked("Juneteenth"),
        marked("Independence Day"),
        marked("Labor Day"),
        marked("Columbus Day"),
        marked("Veterans Day"),
        marked("Thanksgiving Day"),
        marked("Christmas Day"),
    )
}


@dataclass(frozen=True)
class Conflicts:
    """What stands in an event's way, and what was typed of why it is published all the same."""

    met: list[dict[str, Any]]
    values: dict[str, str]

    @property
    def needs_note(self) -> bool:
        """Whether it is published over them only with a word why."""
        return any(item["needs_note"] for item in self.met)


def conflicts_of(
    visitor: Visitor, event_id: str, typed: str = "", plan: Mapping[str, Any] | None = None
) -> Conflicts:
    """What stands in an event's way, or would if it were as in the plan."""
    try:
        found = visitor.api.get("/conflicts", event=event_id, **(plan or {}))
    except (Refused, Unreachable):
        # A warning that cannot be had keeps nobody from publishing: the API has the last word.
        return Conflicts([], {"over_conflicts": typed})
    met = [{**item, "words": _words(visitor, item)} for item in found["items"]]
    return Conflicts(met, {"over_conflicts": typed or found["over_conflicts"] or ""})


def plan_of(event: Mapping[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """A change of an event, as conflicts are asked for; a series is looked at as it stands."""
    plan: dict[str, Any] = {}
    if "starts_at" in patch and event["recurrence"] is None:
        plan |= {name: patch[name] for name in ("starts_at", "ends_at", "time_zone")}
    if patch.get("venue"):
        plan |= {"venue": patch["venue"]["name"], "locality": patch["venue"]["locality"]}
    asked = {"community": patch.get("community_ids"), "audience": patch.get("audiences")}
    # An address has its limits, and what is left out is as the event has it.
    return plan | {name: value[:20] for name, value in asked.items() if value}


def _words(visitor: Visitor, item: dict[str, Any]) -> str:
    title = item["title"] or ""
    if item["kind"] == "holiday":
        title = visitor.gettext(_HOLIDAYS.get(title, title))
    said = _SAID[item["kind"]]
    return visitor.gettext(said) % {"title": title, "who": who_is_closed(visitor, item["partner_id"])}


def who_is_closed(visitor: Visitor, partner_id: str | None) -> str:
    """A partner's name, or that it is everybody."""
    return visitor.directory.partner(partner_id)["name"] if partner_id else visitor.gettext("The whole consortium")
