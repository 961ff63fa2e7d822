"""Making a page: a template, in the visitor's language, with what every page shows."""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse, RedirectResponse

from services.portal import email_words, vocabulary, words
from services.portal.facts import is_free
from services.portal.visitor import Visitor
from shared import dates
from shared.settings import settings

_HERE = Path(__file__).parent
STATIC = _HERE / "static"


def page(visitor: Visitor, template: str, status: int = 200, **shown: Any) -> HTMLResponse:
    """A page as HTML."""
    made = _templates(visitor.language).get_template(template)
    return HTMLResponse(
        made.render(
            visitor=visitor,
            here=visitor.request.url.path,
            asked=visitor.request.url.query,
            url=settings().url,
            **shown,
        ),
        status,
        headers={"Content-Language": visitor.language},
    )


def go(path: str) -> RedirectResponse:
    """After a form was taken, the page that shows what came of it (RFC 9110, section 15.4.4)."""
    return RedirectResponse(path, 303)


@lru_cache
def _templates(language: str) -> Environment:
    templates = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.install_gettext_translations(words.catalog(language), newstyle=True)  # type: ignore[attr-defined]
    templates.globals |= {
        "language": language,
        "languages": words.LANGUAGES,
        "consortium": settings().consortium,
        "fresh": _fresh,
        "vocabulary": vocabulary,
        "email_words": email_words,
        "is_free": is_free,
    }
    templates.filters |= _filters(language)
    return templates


def _filters(language: str) -> dict[str, Callable[..., Any]]:
    say = words.catalog(language).gettext

    def moment(event: dict[str, Any], edge: str = "starts_at") -> str:
        return dates.moment(datetime.fromisoformat(event[edge]), event["time_zone"], language)

    def time_of_day(event: dict[str, Any], edge: str = "starts_at") -> str:
        return dates.time_of_day(datetime.fromisoformat(event[edge]), event["time_zone"], language)

    def first_day(event: dict[str, Any]) -> date:
        return datetime.fromisoformat(event["starts_at"]).astimezone(ZoneInfo(event["time_zone"])).date()

    def month(on: date) -> str:
        return dates.month(on, language)

    def in_zone(at: str, zone: str) -> str:
        return dates.moment(datetime.fromisoformat(at), zone, language)

    def day(on: date) -> str:
        return dates.day(on, language)

    def part(on: date, pattern: str) -> str:
        return dates.part(on, pattern, language)

    def word(code: str, among: dict[str, str] = vocabulary.WORDS) -> str:
        known = among.get(code)
        return say(known) if known else code.replace("_", " ").replace("-", " ")

    return {
        "moment": moment,
        "time_of_day": time_of_day,
        "first_day": first_day,
        "in_zone": in_zone,
        "day": day,
        "month": month,
        "part": part,
        "word": word,
    }


@lru_cache
def _fresh(name: str) -> str:
    """The address of a static file; it changes with the file, so that browsers may keep it for ever."""
    return f"/static/{name}?{sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"
