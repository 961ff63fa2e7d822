"""The groups of a session: as the form asks them, a line for each, and as the API takes them."""

import re
from typing import Any

from services.portal.visitor import Visitor

Group = dict[str, Any]

_COUNT = re.compile(r"[1-9]\d{0,6}", re.ASCII)


class Unclear(Exception):
    """A line that cannot be read; says why, in the visitor's language."""


def shown(groups: list[Group]) -> str:
    """The groups as the form shows them: "Group A; Riverbend Clinic; 4"."""
    return "\n".join(_line(group) for group in groups)


def read(typed: str, known: list[Group], visitor: Visitor) -> list[Group]:
    """The groups as they were typed; what the form does not ask of them stays as it was. Raises Unclear."""
    _ = visitor.gettext
    groups: list[Group] = []
    by_name = {group["name"]: group for group in known}
    for line in filter(None, map(str.strip, typed.splitlines())):
        name, site, places, *more = [*map(str.strip, line.split(";")), "", ""]
        if not name or any(more) or (places and not _COUNT.fullmatch(places)):
            raise Unclear(_("Write each group on a line: its name; its site; its number of places."))
        if name in {group["name"] for group in groups}:
            raise Unclear(_("Two groups have the same name."))
        before = by_name.get(name, {"partner_id": None, "venue": None})
        venue = before["venue"]
        if (venue["name"] if venue else "") != site:
            venue = {"name": site} if site else None
        groups.append({**before, "name": name, "venue": venue, "capacity": int(places) if places else None})
    return groups


def _line(group: Group) -> str:
    site = group["venue"]["name"] if group["venue"] else ""
    said = [group["name"], site, str(group["capacity"] or "")]
    while not said[-1]:
        said.pop()
    return "; ".join(said)
