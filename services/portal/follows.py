"""What one can follow, in words, and how often one can hear of it."""

from typing import Any

from services.portal import vocabulary
from services.portal.visitor import Visitor

Target = dict[str, Any]

RECORDS = ("partner", "community", "initiative", "program")
OFTEN = ("immediate", "daily", "weekly")


def named(target: Target, visitor: Visitor) -> str:
    """What it is called, as anybody may know it."""
    if target["kind"] == "everything":
        return visitor.gettext("Everything")
    if target["kind"] not in RECORDS:
        return _word(target, visitor)
    return _public_name(target, visitor) or visitor.gettext("Something that is not public")


def followable(target: Target, visitor: Visitor) -> bool:
    """Whether there is such a thing, as far as anybody may know."""
    if target["kind"] in RECORDS:
        return bool(_public_name(target, visitor))
    return target["kind"] == "everything" or target["id"] in _vocabulary(target["kind"])


def of_event(event: dict[str, Any], visitor: Visitor) -> list[tuple[Target, str]]:
    """What to follow to hear of events like this one."""
    about = [
        ("partner", [event["host_id"]]),
        ("initiative", [event["initiative_id"]]),
        ("program", [event["program_id"]]),
        ("community", event["community_ids"]),
        ("topic", event["topics"] + event["sdoh"]),
        ("audience", event["audiences"]),
    ]
    targets = [{"kind": kind, "id": key} for kind, keys in about for key in keys if key]
    return [(target, named(target, visitor)) for target in targets if followable(target, visitor)]


def _public_name(target: Target, visitor: Visitor) -> str:
    known = visitor.directory
    things = {
        "partner": known.partners,
        "community": known.communities,
        "initiative": known.initiatives,
        "program": known.programs,
    }[target["kind"]]
    thing = things.get(target["id"], {})
    return str(thing.get("name") or thing.get("title") or "")


def _vocabulary(kind: str) -> dict[str, str]:
    return {"topic": vocabulary.TOPICS | vocabulary.NEEDS, "audience": vocabulary.AUDIENCES}.get(kind, {})


def _word(target: Target, visitor: Visitor) -> str:
    known = _vocabulary(target["kind"]).get(target["id"])
    return visitor.gettext(known) if known else str(target["id"]).replace("_", " ").replace("-", " ")
