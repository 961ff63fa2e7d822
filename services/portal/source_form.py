"""The form of a calendar that comes in: what is filled in, as the API takes it, and back."""

from typing import Any

from services.portal import source_words, vocabulary, zones
from services.portal.event_choices import Options
from services.portal.rows import Rows
from services.portal.visitor import Form, Visitor

Values = dict[str, Any]

_LINES = ("title", "url", "time_zone", "kind", "place_rule", "visibility", "import_as")
_LISTS = ("community_ids", "audiences")
_OPEN_TO = ("public", "members")

RULES = Rows("rule", ("word", "kind"), fewest=2, most=20)


def blank(partner: dict[str, Any]) -> Values:
    """The form for a calendar of a partner's."""
    return {
        "partner_id": partner["id"],
        "title": "",
        "url": "",
        "time_zone": partner.get("time_zone", ""),
        "kind": "",
        "place_rule": "named",
        "visibility": "public",
        "import_as": "published",
        "community_ids": [],
        "audiences": [],
        "venue_name": "",
        "locality": "",
        "every_hours": "6",
    } | RULES.shown([])


def shown(source: dict[str, Any]) -> Values:
    """A calendar as the form has it."""
    venue = source["venue"] or {}
    return (
        {name: source[name] for name in ("partner_id", *_LINES, *_LISTS)}
        | {
            "venue_name": venue.get("name", ""),
            "locality": venue.get("locality", ""),
            "every_hours": str(source["every_hours"]),
        }
        | RULES.shown(source["kind_rules"])
    )


def filled(form: Form) -> Values:
    """What was filled in."""
    lines = ("partner_id", *_LINES, "venue_name", "locality", "every_hours")
    values: Values = {name: str(form.get(name, "")).strip() for name in lines}
    lists = {name: [str(each) for each in form.getlist(name)] for name in _LISTS}
    return values | lists | RULES.shown(RULES.filled(form))


def body(values: Values, visitor: Visitor) -> tuple[dict[str, Any], dict[str, str]]:
    """What was filled in as the API takes it, or what is wrong with it by field."""
    flaws = {}
    if not values["title"]:
        flaws["title"] = visitor.gettext("Give the calendar a name.")
    if not values["url"]:
        flaws["url"] = visitor.gettext("Paste the calendar's address.")
    if values["place_rule"] == "always" and not values["venue_name"]:
        flaws["venue_name"] = visitor.gettext("Say where it always is.")
    if not (values["every_hours"].isdecimal() and 1 <= int(values["every_hours"]) <= 168):
        flaws["every_hours"] = visitor.gettext("Give a number of hours from 1 to 168.")
    rules = RULES.filled(values)
    for at, rule in enumerate(rules):
        if not rule["word"]:
            flaws[RULES.field(at, "word")] = visitor.gettext("Give the word, or choose no kind.")
        if not rule["kind"]:
            flaws[RULES.field(at, "kind")] = visitor.gettext("Choose the kind, or empty the word.")
    if flaws:
        return {}, flaws
    venue = {"name": values["venue_name"], "locality": values["locality"]} if values["venue_name"] else None
    sent = {name: values[name] for name in (*_LINES, *_LISTS)}
    return sent | {"venue": venue, "kind_rules": rules, "every_hours": int(values["every_hours"])}, {}


def choices(visitor: Visitor, values: Values) -> dict[str, Options]:
    """What there is to choose from, by field."""
    say, known = visitor.gettext, visitor.directory
    kinds = {code: say(words) for code, words in vocabulary.KINDS.items()}
    for code in (values["kind"], *(rule["kind"] for rule in RULES.filled(values))):
        if code:
            kinds.setdefault(code, code)
    offered = zones.offered(*(each["time_zone"] for each in known.partners.values()), values["time_zone"] or "UTC")
    return {
        "time_zone": [(zone, zones.in_words(zone, visitor.language)) for zone in offered],
        "kind": sorted(kinds.items(), key=lambda option: option[1].casefold()),
        "place_rule": [(code, say(words)) for code, words in source_words.PLACE_RULES.items()],
        "import_as": [(code, say(words)) for code, words in source_words.IMPORT_AS.items()],
        "visibility": [(code, say(vocabulary.VISIBILITIES[code])) for code in _OPEN_TO],
        "audiences": [(code, say(words)) for code, words in vocabulary.AUDIENCES.items()],
        "community_ids": sorted(
            ((one["id"], one["name"]) for one in known.communities.values()), key=lambda option: option[1].casefold()
        ),
    }
