"""How an event comes again: as the form asks it, as the API takes it (RFC 5545), and as people read it."""

import re
from datetime import date, datetime
from typing import Any

from services.portal.visitor import Visitor
from services.portal.words import marked
from shared import dates

Values = dict[str, Any]

TEXTS = ("repeats", "repeats_every", "repeats_until", "repeats_count", "repeats_not", "repeats_rule")
LISTS = ("repeats_on",)

AS_IT_IS = "RULE"
WAYS = {
    "": marked("It takes place once"),
    "DAILY": marked("Every day, or every few days"),
    "WEEKLY": marked("Every week, or every few weeks"),
    "MONTHLY": marked("Every month, on the same day"),
    "WEEKDAY": marked("Every month, on the same day of the week"),
}
DAYS = {
    "MO": marked("Monday"),
    "TU": marked("Tuesday"),
    "WE": marked("Wednesday"),
    "TH": marked("Thursday"),
    "FR": marked("Friday"),
    "SA": marked("Saturday"),
    "SU": marked("Sunday"),
}
_ORDINALS = {
    "1": marked("the first %(day)s"),
    "2": marked("the second %(day)s"),
    "3": marked("the third %(day)s"),
    "4": marked("the fourth %(day)s"),
    "-1": marked("the last %(day)s"),
}


def shown(event: dict[str, Any]) -> Values:
    """A rule as the form shows it; one that the form cannot say is kept as it is."""
    known = event["recurrence"]
    blank: Values = dict.fromkeys(TEXTS, "") | {"repeats_on": []}
    if known is None:
        return blank
    parts = _parts(known["rule"])
    rule = {
        "repeats_rule": known["rule"],
        "repeats_every": parts.get("INTERVAL", ""),
        "repeats_count": parts.get("COUNT", ""),
        "repeats_until": (known["until_local"] or "")[:10],
        "repeats_not": "\n".join(known["exdates"]),
    }
    said = {way: _rule(way, blank | rule | _days(way, parts), event) for way in WAYS if way}
    way = next((way for way, its in said.items() if its == known["rule"]), "")
    return blank | rule | {"repeats": way or AS_IT_IS, **_days(way, parts)}


def body(values: Values, starts: datetime, flaws: dict[str, str], visitor: Visitor) -> dict[str, Any] | None:
    """The recurrence as the API takes it, and what is wrong with it; None for what takes place once."""
    _ = visitor.gettext
    if not values["repeats"]:
        return None
    for name in ("repeats_every", "repeats_count"):
        if values[name] and not re.fullmatch(r"[1-9]\d{0,2}", values[name], re.ASCII):
            flaws[name] = _("Give a number, such as 2, or leave it empty.")
    if values["repeats_until"] and values["repeats_count"]:
        flaws["repeats_count"] = _("Say when it ends, or how many times it takes place, not both.")
    left_out = values["repeats_not"].split()
    if not all(_is_day(each) for each in left_out):
        flaws["repeats_not"] = _("Write each day as 2026-12-26, one on a line.")
    if flaws:
        return None
    rule = _rule(values["repeats"], values, {"starts_at": starts.isoformat()})
    return {"rule": rule, "until_local": values["repeats_until"] or None, "exdates": sorted(left_out)}


def in_words(event: dict[str, Any], visitor: Visitor) -> str:
    """When an event comes again: "Every week: Saturday, until Saturday, March 27, 2027"; nothing if it does not."""
    known, _ = event.get("recurrence"), visitor.gettext
    if known is None:
        return ""
    parts = _parts(known["rule"])
    said = f"{_every(parts, visitor)}{_which(parts, visitor)}"
    if known["until_local"]:
        last = date.fromisoformat(known["until_local"][:10])
        return _("%(every)s, until %(day)s") % {"every": said, "day": dates.day(last, visitor.language)}
    if "COUNT" in parts:
        times = visitor.ngettext("%(num)s time", "%(num)s times", int(parts["COUNT"])) % {"num": parts["COUNT"]}
        return f"{said}, {times}"
    return said


def _every(parts: dict[str, str], visitor: Visitor) -> str:
    number = int(parts.get("INTERVAL", "1"))
    match parts["FREQ"]:
        case "DAILY":
            said = visitor.ngettext("Every day", "Every %(num)s days", number)
        case "WEEKLY":
            said = visitor.ngettext("Every week", "Every %(num)s weeks", number)
        case "MONTHLY":
            said = visitor.ngettext("Every month", "Every %(num)s months", number)
        case _:
            said = visitor.ngettext("Every year", "Every %(num)s years", number)
    return said % {"num": number}


def _which(parts: dict[str, str], visitor: Visitor) -> str:
    """The days that a rule names; what is more than days is left to the list of coming times."""
    _, named = visitor.gettext, []
    for each in filter(None, parts.get("BYDAY", "").split(",")):
        ordinal, day = each[:-2].removeprefix("+"), _(DAYS[each[-2:]])
        named.append(_(_ORDINALS[ordinal]) % {"day": day} if ordinal in _ORDINALS else day)
    return f": {', '.join(named)}" if named and "BYSETPOS" not in parts else ""


def _parts(rule: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in rule.split(";") if "=" in part)


def _rule(way: str, values: Values, event: dict[str, Any]) -> str:
    if way == AS_IT_IS:
        return str(values["repeats_rule"])
    starts = datetime.fromisoformat(event["starts_at"])
    day = list(DAYS)[starts.weekday()]
    parts = ["FREQ=MONTHLY" if way == "WEEKDAY" else f"FREQ={way}"]
    if values["repeats_every"] not in {"", "1"}:
        parts.append(f"INTERVAL={values['repeats_every']}")
    if way == "WEEKLY":
        parts.append(f"BYDAY={','.join(name for name in DAYS if name in values['repeats_on']) or day}")
    if way == "WEEKDAY":
        # The fifth of a month is its last.
        week = (starts.day - 1) // 7 + 1
        parts.append(f"BYDAY={week if week < 5 else -1}{day}")
    if values["repeats_count"]:
        parts.append(f"COUNT={values['repeats_count']}")
    return ";".join(parts)


def _days(way: str, parts: dict[str, str]) -> Values:
    return {"repeats_on": parts.get("BYDAY", "").split(",") if way == "WEEKLY" and "BYDAY" in parts else []}


def _is_day(typed: str) -> bool:
    try:
        return bool(datetime.fromisoformat(typed)) and re.match(r"\d{4}-\d\d-\d\d", typed) is not None
    except ValueError:
        return False
