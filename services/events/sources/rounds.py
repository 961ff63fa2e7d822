"""Going round the sources whose time has come, one at a time; while a stranger's site is waited for, nothing is held.

Three steps: a transaction that claims a source, the fetching and reading, a transaction that brings in what was read.
"""

import time
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.sources import health
from services.events.sources.addresses import Unreadable
from services.events.sources.fetching import Seen, fetch
from services.events.sources.importing import Importing
from services.events.sources.models import Source
from services.events.sources.reading import Contents, read
from shared import clock
from shared.database import Database
from shared.log import logger

LEASE = timedelta(minutes=15)
_TASK_SECONDS = 10.0

log = logger(__name__)


@dataclass(frozen=True)
class _Claimed:
    """What must be known of a source to read it."""

    id: UUID
    url: str
    time_zone: str
    seen: Seen


def go_round(database: Database) -> None:
    """Read what is due, for a few seconds."""
    ends_at = time.monotonic() + _TASK_SECONDS
    while time.monotonic() < ends_at and read_one(database):
        pass


def read_one(database: Database) -> bool:
    """Read the source that has been due for longest; whether there was one."""
    with database.transaction() as session:
        claimed = _claim(session)
    if claimed is None:
        return False
    try:
        _settle(database, claimed, *_read(claimed))
    except Exception as error:  # one calendar that we cannot bear must not be tried for ever, and in silence
        log.error("source_not_read", source_id=str(claimed.id), exc_info=error)
        _settle(database, claimed, Unreadable("failed-here", "Something went wrong on our side."), claimed.seen)
    return True


def _claim(session: Session) -> _Claimed | None:
    due = select(Source).where(Source.state == "on", Source.next_run_at <= clock.now())
    source = session.scalar(due.order_by(Source.next_run_at).limit(1).with_for_update(skip_locked=True))
    if source is None:
        return None
    source.next_run_at = clock.now() + LEASE
    return _Claimed(source.id, source.url, source.time_zone, Seen(source.etag, source.last_modified))


def _read(claimed: _Claimed) -> tuple[Contents | Unreadable | None, Seen]:
    """What a source says, None if what it did before; or why it could not be read. And its validators."""
    try:
        fetched = fetch(claimed.url, claimed.seen)
        if fetched is None:
            return None, claimed.seen
        return read(fetched.body, claimed.time_zone, clock.now()), fetched.seen
    except Unreadable as problem:
        return problem, claimed.seen


def _settle(database: Database, claimed: _Claimed, said: Contents | Unreadable | None, seen: Seen) -> None:
    with database.transaction() as session:
        source = session.get_one(Source, claimed.id, with_for_update=True)
        if source.state == "on" and source.url == claimed.url:
            take(session, source, said, seen)


def take(session: Session, source: Source, said: Contents | Unreadable | None, seen: Seen) -> None:
    """Bring in what a source says, and note how reading it went."""
    source.read_at = clock.now()
    if isinstance(said, Unreadable):
        health.went_wrong(session, source, said)
        return
    if said is None:
        health.went_on(session, source)
        return
    importing = Importing(session, source)
    doubt = importing.take(said)
    troubles = health.troubles_of(said.problems + importing.problems)
    # What must be looked at again is asked for whole.
    is_done = doubt is None and not importing.goes_on and not importing.misses
    source.etag, source.last_modified = (seen.etag, seen.last_modified) if is_done else (None, None)
    if doubt is not None:
        health.went_wrong(session, source, doubt, troubles)
        return
    health.went_well(session, source, troubles)
    if importing.goes_on:
        source.next_run_at = clock.now()
    elif source.settled_at is None:
        source.settled_at = clock.now()
