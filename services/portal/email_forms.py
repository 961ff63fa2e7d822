"""The forms by which one looks after one's emails: what is read of each, and which of them was sent."""

from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Any

from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from services.portal.looking_after import Keeper
from services.portal.visitor import Visitor

Flaws = dict[str, str]
Form = Mapping[str, Any]

_CLOSED = {404, 410}


def take(visitor: Visitor, keeper: Keeper, form: Form) -> Flaws:
    """Do what the form that was sent says; what is wrong with it, by field."""
    form = {name: str(value).strip() for name, value in form.items()}
    handle = _HANDLERS.get(form.get("form", ""))
    version = form.get("version", "")
    if handle is None or not version.isascii() or not version.isdecimal():
        return {"": visitor.gettext("This form was not whole. Nothing was changed.")}
    try:
        return handle(visitor, keeper, form, int(version))
    except Refused as refused:
        if refused.status in _CLOSED and not form.get("id"):
            raise
        return flaws_of(refused, visitor)


def _followed(_: Visitor, keeper: Keeper, form: Form, version: int) -> Flaws:
    if form.get("stop"):
        keeper.unfollow(form["id"], version)
    else:
        keeper.hear(form["id"], {"frequency": form.get("frequency", ""), "muted": bool(form.get("muted"))}, version)
    return {}


def _kinds(_: Visitor, keeper: Keeper, form: Form, version: int) -> Flaws:
    wishes = {name.removeprefix("kind-"): value or None for name, value in form.items() if name.startswith("kind-")}
    keeper.say({"kinds": wishes}, version)
    return {}


def _silence(visitor: Visitor, keeper: Keeper, form: Form, version: int) -> Flaws:
    until = form.get("muted_until", "")
    if until and not _reads(date.fromisoformat, until):
        return {"muted_until": visitor.gettext("Give a day, or leave it empty.")}
    keeper.say({"muted_until": until or None}, version)
    return {}


def _writing(visitor: Visitor, keeper: Keeper, form: Form, version: int) -> Flaws:
    start, end = form.get("quiet_start", ""), form.get("quiet_end", "")
    hours = {"quiet_start": start, "quiet_end": end}
    if any(hours.values()):
        flaws = {
            name: visitor.gettext("Give both hours, or none.")
            for name, hour in hours.items()
            if not _reads(time.fromisoformat, hour)
        }
        if flaws:
            return flaws
    quiet = {"start": start, "end": end} if start else None
    wanted = {"language": form.get("language"), "time_zone": form.get("time_zone"), "quiet_hours": quiet}
    keeper.write_to(wanted, version)
    return {}


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except ValueError:
        return False
    return True


_HANDLERS: dict[str, Callable[[Visitor, Keeper, Form, int], Flaws]] = {
    "followed": _followed,
    "kinds": _kinds,
    "silence": _silence,
    "writing": _writing,
}
