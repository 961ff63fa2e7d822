"""Where an event came in from, and what of it is the calendar's say."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.calendar.models import Event
from services.events.sources import fields
from services.events.sources.models import Entry, Source
from services.events.sources.schemas import Provenance
from shared.errors import NotFound


def of(session: Session, event: Event) -> Provenance:
    """What an event follows its calendar in; not found of one that came in from none."""
    sought = select(Entry, Source).join(Source, Source.id == Entry.source_id).where(Entry.event_id == event.id)
    found = session.execute(sought).one_or_none()
    if found is None:
        raise NotFound()
    entry, source = found
    kept = {*entry.kept, *fields.kept(entry.taken, event)}
    return Provenance(
        source_id=source.id,
        title=source.title,
        follows=source.state == "on" and entry.gone_at is None and event.host_id == source.partner_id,
        gone_at=entry.gone_at,
        read_at=source.read_at,
        followed=[name for name in fields.FIELDS if name not in kept],
        kept=[name for name in fields.FIELDS if name in kept],
    )
