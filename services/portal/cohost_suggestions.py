"""Who might carry an event, too, and why, in the visitor's language."""

from dataclasses import dataclass
from typing import Any

from services.portal.clients import Refused, Unreachable
from services.portal.visitor import Visitor


@dataclass(frozen=True)
class Suggested:
    """A partner that might be asked."""

    id: str
    name: str
    reasons: list[str]


def suggested(visitor: Visitor, event_id: str) -> list[Suggested]:
    """The likeliest first; nobody when it cannot be known."""
    try:
        found = visitor.api.get(f"/events/{event_id}/cohost-suggestions")["items"]
    except (Refused, Unreachable):
        return []
    known = visitor.directory.partners
    return [
        Suggested(one["partner_id"], known[one["partner_id"]]["name"], _reasons(visitor, one))
        for one in found
        if one["partner_id"] in known
    ]


def _reasons(visitor: Visitor, one: dict[str, Any]) -> list[str]:
    ngettext = visitor.ngettext
    together, communities, topics = (one[name] for name in ("together", "communities", "topics"))
    said = [
        (together, ngettext("%(num)s event together", "%(num)s events together", together)),
        (
            communities,
            ngettext(
                "%(num)s event for the same communities", "%(num)s events for the same communities", communities
            ),
        ),
        (topics, ngettext("%(num)s event on the same topics", "%(num)s events on the same topics", topics)),
    ]
    return [words % {"num": count} for count, words in said if count]
