"""An event's facts as people read them, in order: to look over, and to compare two versions."""

from datetime import datetime
from typing import Any

from services.portal import days, repeats, signing_up, vocabulary
from services.portal.visitor import Visitor
from shared import dates

_ADDRESS = ("name", "street", "locality", "region", "postal_code", "country")

Facts = list[tuple[str, str]]


def facts(event: dict[str, Any], visitor: Visitor) -> Facts:
    """Each fact of an event with its name; those that are not given are left out."""
    _, known = visitor.gettext, visitor.directory

    def moment(edge: str) -> str:
        return dates.moment(datetime.fromisoformat(event[edge]), event["time_zone"], visitor.language)

    def words(codes: list[str], among: dict[str, str]) -> str:
        return ", ".join(_(among[code]) if code in among else code for code in codes)

    def titles(ids: list[str | None], things: dict[str, dict[str, Any]]) -> str:
        return ", ".join(things[one].get("name") or things[one]["title"] for one in ids if one in things)

    given = [
        (_("Title"), event["title"]),
        (_("Host"), known.partner(event["host_id"])["name"]),
        (_("Begins"), moment("starts_at")),
        (_("Ends"), moment("ends_at")),
        (_("Repeats"), repeats.in_words(event, visitor)),
        (_("Days left out"), ", ".join((event.get("recurrence") or {}).get("exdates", []))),
        (_("Days and sessions"), days.in_words(event, visitor)),
        (_("How people take part"), words([event["attendance_mode"]], vocabulary.MODES)),
        (_("Place"), ", ".join(filter(None, ((event["venue"] or {}).get(part) for part in _ADDRESS)))),
        (_("Address to join online"), event["online_url"] or ""),
        (_("What will happen"), event["summary"]),
        (_("Communities"), titles(event["community_ids"], known.communities)),
        (_("For whom"), words(event["audiences"], vocabulary.AUDIENCES)),
        (_("Accessibility"), event["accessibility"]["statement"]),
        (_("Whom to ask"), event["accessibility"]["contact"]),
        (_("Step-free"), _("Yes") if event["accessibility"]["step_free"] else ""),
        (_("Live captions"), _("Yes") if event["accessibility"]["captioning"] else ""),
        (
            _("Days before, by which people ask for what they need"),
            str(event["accessibility"]["requests_close_days"] or ""),
        ),
        (_("Who may see it"), words([event["visibility"]], vocabulary.VISIBILITIES)),
        (_("Kind"), words([event["kind"]] if event["kind"] else [], vocabulary.KINDS)),
        (_("Topics"), words(event["topics"], vocabulary.TOPICS)),
        (_("Social needs it speaks to"), words(event["sdoh"], vocabulary.NEEDS)),
        (_("Program"), titles([event["program_id"]], known.programs)),
        (_("Initiative"), titles([event["initiative_id"]], known.initiatives)),
        (_("Languages spoken there"), words(event["languages"], vocabulary.SPOKEN)),
        (_("Interpretation"), words(event["interpretation"], vocabulary.SPOKEN)),
        (_("Pillars"), words(event["pillars"], vocabulary.PILLARS)),
        (_("Reach"), words([event["reach"]] if event["reach"] else [], vocabulary.REACHES)),
        (_("Health insurance"), _("Needed") if event["insurance_needed"] else ""),
        (_("Number of places"), str(event["capacity"] or "")),
        (_("Places by role"), signing_up.roles_in_words(event, visitor)),
        (_("Signing up"), signing_up.in_words(event, visitor)),
        (_("Cost"), _("Free") if is_free(event) else event["cost"]),
    ]
    return [(name, value) for name, value in given if value]


def is_free(event: dict[str, Any]) -> bool:
    """Whether an event says that it costs nothing."""
    return str(event["cost"]).strip().lower() in {"free", "0", "gratis"}


def differences(before: Facts, after: Facts) -> list[tuple[str, str, str]]:
    """What differs between two versions: the fact's name, and both values."""
    one, other = dict(before), dict(after)
    names = list(dict.fromkeys([*one, *other]))
    return [(name, one.get(name, ""), other.get(name, "")) for name in names if one.get(name) != other.get(name)]
