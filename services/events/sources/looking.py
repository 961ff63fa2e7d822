"""Looking at what would come in from a source, before anything does."""

from threading import BoundedSemaphore

from services.events.sources import fields
from services.events.sources.addresses import Unreadable
from services.events.sources.fetching import Fetched, Seen, fetch
from services.events.sources.health import troubles_of
from services.events.sources.models import Source
from services.events.sources.reading import Contents, Found, read
from services.events.sources.schemas import Coming, ProblemSeen, SourcePreview
from shared import clock
from shared.errors import Invalid, Unavailable

_SHOWN = 50
_SECONDS = 4.0
# Somebody waits for the answer, and a thread and a connection with her: most of them must stay free for others.
_looks = BoundedSemaphore(2)


def look(source: Source) -> SourcePreview:
    """What would come in from a source, right now; nothing is written."""
    if not _looks.acquire(blocking=False):
        raise Unavailable("Other calendars are being looked at. Try again in a moment.")
    try:
        contents = _read(source)
    except Unreadable as problem:
        raise Invalid(problem.code, problem.detail, pointer="/url") from problem
    finally:
        _looks.release()
    troubles = troubles_of(contents.problems)
    return SourcePreview(
        count=len(contents.found),
        items=[_coming(each, source) for each in contents.found[:_SHOWN]],
        problems=[ProblemSeen(code=code, detail=detail, count=things) for code, detail, things in troubles],
    )


def _read(source: Source) -> Contents:
    fetched = fetch(source.url, Seen(), _SECONDS)
    assert isinstance(fetched, Fetched)  # nothing was seen that could be unchanged
    return read(fetched.body, source.time_zone, clock.now(), _SECONDS)


def _coming(found: Found, source: Source) -> Coming:
    rule = fields.kind_rule(found, source)
    return Coming(
        title=found.title,
        starts_at=found.starts,
        ends_at=found.ends,
        time_zone=fields.zone_of(found),
        place=(fields.venue(found, source) or {}).get("name", ""),
        online_url=found.online_url,
        kind=fields.kind(found, source),
        kind_by=rule["word"] if rule else None,
        placed=source.venue is not None and fields.is_placed(found, source),
        rule=found.series.rule if found.series else None,
    )
