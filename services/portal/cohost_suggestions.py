"""Who might carry an event, too, why, and how often it was asked already, in the visitor's language."""

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


def requests_in_words(visitor: Visitor, partner_id: str) -> str:
    """How often a partner was asked this month, against its own limit; nothing of one that is not known."""
    if partner_id not in visitor.directory.partners:
        return ""
    found, ngettext = visitor.api.get("/requests", partner=partner_id), visitor.ngettext
    asked, limit = found["asked"], found["limit"]
    said = ngettext("Asked %(num)s time this month.", "Asked %(num)s times this month.", asked) % {"num": asked}
    if limit is None:
        return " ".join((said, visitor.gettext("It has set no limit.")))
    most = ngettext(
        "It wants to be asked %(num)s time a month at most.",
        "It wants to be asked %(num)s times a month at most.",
        limit,
    )
    return f"{said} {most % {'num': limit}}"


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
