"""How the calendar is narrowed: what may be asked for, and the choices for it."""

from urllib.parse import urlencode

from services.portal import vocabulary
from services.portal.directory import Things
from services.portal.visitor import Visitor

FILTERS = (
    *("q", "from", "to", "place", "host", "community", "topic", "audience", "language", "interpretation"),
    *("accessible", "insurance_needed", "free"),
)


def asked(visitor: Visitor) -> dict[str, str]:
    """What the address asks for."""
    given = visitor.request.query_params
    return {name: given[name].strip() for name in FILTERS if given.get(name, "").strip()}


def kept(given: dict[str, str]) -> str:
    """The same as a query for another page, whose dates are its own."""
    return urlencode({name: value for name, value in given.items() if name not in {"from", "to"}})


def feed(visitor: Visitor, given: dict[str, str]) -> str:
    """The feed that fits best: communities and partners have their own."""
    for kind, things in (("community", visitor.directory.communities), ("host", visitor.directory.partners)):
        if known := things.get(given.get(kind, "")):
            return f"/{'communities' if kind == 'community' else 'partners'}/{known['slug']}/calendar.ics"
    return "/calendar.ics"


def options(visitor: Visitor) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen from, in the visitor's language."""

    def worded(words: dict[str, str]) -> list[tuple[str, str]]:
        return sorted(((code, visitor.gettext(word)) for code, word in words.items()), key=lambda pair: pair[1])

    def named(things: Things) -> list[tuple[str, str]]:
        return sorted(((known["id"], known["name"]) for known in things.values()), key=lambda pair: pair[1])

    return {
        "hosts": named(visitor.directory.partners),
        "communities": named(visitor.directory.communities),
        "topics": worded(vocabulary.TOPICS) + worded(vocabulary.NEEDS),
        "audiences": worded(vocabulary.AUDIENCES),
        "languages": worded(vocabulary.SPOKEN),
    }
