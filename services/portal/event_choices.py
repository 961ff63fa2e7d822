"""What the form of an event offers to choose from."""

from typing import Any

from services.portal import repeats, signing_up, vocabulary, zones
from services.portal.event_form import Values
from services.portal.visitor import Visitor

Options = list[tuple[str, str]]


def hosts(visitor: Visitor) -> list[dict[str, Any]]:
    """The partners she may post for, her own first."""
    own = {role["partner_id"] for role in visitor.me["roles"] if role["role"] in {"admin", "coordinator"}}
    known = visitor.directory.partners
    mine = sorted((visitor.directory.partner(partner_id) for partner_id in own), key=_name)
    others = sorted((known[key] for key in known.keys() - own), key=_name) if visitor.is_office else []
    return mine + others


def choices(visitor: Visitor, values: Values) -> dict[str, Options]:
    """Codes and words by field; what the event has already is always among them."""
    directory = visitor.directory
    partners = directory.partners.values()
    chosen_zone = [values["time_zone"]] if values["time_zone"] else []
    return {
        "time_zone": [
            (zone, zones.in_words(zone, visitor.language))
            for zone in zones.offered(*(partner["time_zone"] for partner in partners), *chosen_zone)
        ],
        "community_ids": _sorted((one["id"], one["name"]) for one in directory.communities.values()),
        "program_id": _sorted((one["id"], one["title"]) for one in directory.programs.values()),
        "initiative_id": _sorted((one["id"], one["title"]) for one in directory.initiatives.values()),
        "group_id": _sorted((one["id"], one["title"]) for one in visitor.api.every("/groups")),
        "attendance_mode": _worded(vocabulary.MODES, visitor),
        "visibility": _worded(vocabulary.VISIBILITIES, visitor),
        "repeats": _worded(repeats.WAYS, visitor)
        + ([(repeats.AS_IT_IS, visitor.gettext("By a rule of its own, as it is"))] if values["repeats_rule"] else []),
        "reminders": signing_up.reminders(values, visitor),
        "repeats_on": _worded(repeats.DAYS, visitor),
        "kind": _sorted(_worded(vocabulary.KINDS, visitor, [values["kind"]])),
        "roles": _worded(vocabulary.AUDIENCES, visitor),
        "audiences": _worded(vocabulary.AUDIENCES, visitor, values["audiences"]),
        "topics": _sorted(_worded(vocabulary.TOPICS, visitor, values["topics"])),
        "sdoh": _sorted(_worded(vocabulary.NEEDS, visitor, values["sdoh"])),
        "languages": _worded(vocabulary.SPOKEN, visitor, values["languages"]),
        "interpretation": _worded(vocabulary.SPOKEN, visitor, values["interpretation"]),
        "pillars": _worded(vocabulary.PILLARS, visitor),
        "reach": _worded(vocabulary.REACHES, visitor),
    }


def _worded(words: dict[str, str], visitor: Visitor, present: list[str] | None = None) -> Options:
    extra = {code: code for code in present or [] if code and code not in words}
    return [(code, visitor.gettext(word)) for code, word in (words | extra).items()]


def _sorted(options: Any) -> Options:
    return sorted(options, key=lambda option: option[1].casefold())


def _name(partner: dict[str, Any]) -> str:
    return str(partner["name"]).casefold()
