"""What is kept ready of an event: its document for readers, its calendar fragment, its words for the search."""

import hashlib
import json
import unicodedata
from functools import lru_cache
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.calendar.models import Event
from services.events.calendar.schemas import AccessShown, EventShown
from services.events.calendar.vevent import vevent
from services.events.calendar.wall import shown
from services.events.occurrences import sessions
from shared import clock
from shared.settings import settings

_REWRITTEN_TOGETHER = 500
_KEPT_AS_SHOWN = EventShown.model_fields.keys() & Event.__table__.columns.keys()


def document(event: Event, *, inside: bool) -> EventShown:
    """The event as it is shown: inside, with every co-host and who is invited; else with what the public may know."""
    facts = {name: getattr(event, name) for name in _KEPT_AS_SHOWN} | {
        "cohosts": [cohost for cohost in event.cohosts if inside or cohost.state == "accepted"],
        "invited_person_ids": event.invited_person_ids if inside else [],
        "starts_at": shown(event.starts_local, event.starts_at),
        "moved_from": event.moved_from and event.moved_from.astimezone(ZoneInfo(event.time_zone)),
        "ends_at": shown(event.ends_local, event.ends_at),
        "recurrence": event.series[-1] if event.series and event.series[-1]["rule"] else None,
        "sessions": sessions.shown(event),
        "accessibility": {part: getattr(event, f"accessibility_{part}") for part in AccessShown.model_fields},
    }
    return EventShown.model_validate(facts)


def for_viewer(event: Event, *, inside: bool) -> str:
    """The document as somebody may have it; of most events it is the same for all, and ready."""
    if inside and (event.cohosts or event.invited_person_ids):
        return document(event, inside=True).model_dump_json()
    return event.document


def write(event: Event) -> None:
    """Make anew what is kept ready; called after every change."""
    event.changed_at = clock.now()
    _render(event)


def rewrite(session: Session) -> int:
    """Make anew what was made in a form that this release no longer has, some at a time; how many it took."""
    old = select(Event).where(Event.document_form != form()).limit(_REWRITTEN_TOGETHER).with_for_update()
    events = session.scalars(old).all()
    for event in events:
        _render(event)
    return len(events)


@lru_cache
def form() -> str:
    """A word that is another one when documents or fragments would be made differently."""
    made_of = [EventShown.model_json_schema(), settings().url]
    return hashlib.sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()[:16]


def folded(words: str) -> str:
    """Words as they are searched: without case, accents and typographic quotes."""
    bare = unicodedata.normalize("NFKD", words.replace("’", "'").replace("‘", "'"))
    return "".join(sign for sign in bare if not unicodedata.combining(sign)).casefold()


def _render(event: Event) -> None:
    event.document = document(event, inside=False).model_dump_json()
    event.document_form = form()
    event.ics = vevent(event)
    place = event.venue or {}
    event.search = folded(" ".join([event.title, event.summary, place.get("name", ""), place.get("locality", "")]))
