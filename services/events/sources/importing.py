"""Bringing in what a source says: new events, changes of known ones, and what has gone from it.

It is done in the name of whoever switched the source on, by the same actions as a person's, so that what holds for
events (times that exist, a review, a word on access) holds for these. What cannot be done is counted and left.
"""

from collections import Counter

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.base import new_id
from services.events.calendar import actions as calendar
from services.events.calendar import documents
from services.events.calendar.changes import Cancellation, Publication, Said
from services.events.calendar.models import Event
from services.events.calendar.schemas import EventPatch, NewEvent
from services.events.merges import actions as merges
from services.events.policy import Viewer
from services.events.sources import fields
from services.events.sources.addresses import Unreadable
from services.events.sources.matching import matched
from services.events.sources.models import Entry, Source
from services.events.sources.reading import Contents, Found
from shared import clock
from shared.errors import Refusal

# How many events a transaction brings in at most; the rest comes with the next.
TOGETHER = 100
_ABSENCES = 2
_OVER = {"cancelled", "ended", "completed"}


class Importing:
    """One bringing in of one source.

    Known afterwards: the `problems` that there were, whether there is more to bring in (`goes_on`), and whether
    something was not there that must be looked for again (`misses`).
    """

    def __init__(self, session: Session, source: Source) -> None:
        self._session, self._source = session, source
        self._by = Viewer(source.switched_on_by, roles={source.partner_id: frozenset({"coordinator"})})
        self._taken = 0
        self.problems: Counter[str] = Counter()
        self.goes_on = self.misses = False

    def take(self, contents: Contents) -> Unreadable | None:
        """Take what the source says; why it is not to be believed in what it no longer says, if so."""
        entries = self._entries()
        events = {event.id: event for _, event in entries}
        away = merges.merged_away(self._session, list(events))
        live = [entry for entry, event in entries if self._is_live(entry, event) and event.id not in away]
        if live and not contents.found:
            return Unreadable("empty", "The calendar is empty. Nothing was canceled.")
        pairs = matched(contents.found, [entry for entry, _ in entries])
        there = {entry.id for _, entry in pairs if entry}
        for found, entry in pairs:
            if entry is None or (entry.gone_at and events[entry.event_id].state == "cancelled"):
                self._bring_in(found, entry)
            else:
                self._seen(found, entry)
                if entry.event_id not in away and self._is_live(entry, events[entry.event_id]):
                    self._follow(found, entry, events[entry.event_id])
        missing = [entry for entry in live if entry.id not in there and entry.uid not in contents.unread]
        if (len(live) - len(missing)) * 2 < len(live):
            return Unreadable("shrunk", "More than half of the calendar is gone. Nothing was canceled.")
        for entry in missing:
            self._miss(entry, events[entry.event_id])
        return None

    def _entries(self) -> list[tuple[Entry, Event]]:
        sought = select(Entry, Event).join(Event, Event.id == Entry.event_id)
        held = sought.where(Entry.source_id == self._source.id).order_by(Entry.id).with_for_update()
        return [(entry, event) for entry, event in self._session.execute(held)]

    @staticmethod
    def _is_live(entry: Entry, event: Event) -> bool:
        ends_at = event.over_at if event.series else event.ends_at
        return entry.gone_at is None and event.state not in _OVER and (ends_at is None or ends_at > clock.now())

    def _bring_in(self, found: Found, entry: Entry | None) -> None:
        if found.cancelled:
            return
        if self._taken >= TOGETHER:
            self.goes_on = True
            return
        self._taken += 1
        try:
            with self._session.begin_nested():
                given = NewEvent.model_validate(fields.at_first(found, self._source))
                event = calendar.draft(self._session, self._by, given)
                event.source_id = self._source.id
                documents.write(event)
                self._session.flush()
        except (Refusal, ValidationError):
            self.problems["not-taken"] += 1
            return
        self._keep(found, entry, event)
        # It takes place, whatever else does on that day.
        publication = Publication(over_conflicts="It stands in the calendar that it came from.")
        if self._source.import_as == "published" and not self._carried_out(event, publication):
            self.problems["not-published"] += 1
        merges.propose(self._session, event)

    def _keep(self, found: Found, entry: Entry | None, event: Event) -> None:
        entry = entry or Entry(id=new_id(), source_id=self._source.id)
        entry.event_id = event.id
        entry.said, entry.taken, entry.kept = fields.said(found, self._source), fields.stands(event), []
        self._seen(found, entry)
        self._session.add(entry)

    @staticmethod
    def _seen(found: Found, entry: Entry) -> None:
        entry.uid, entry.recurrence, entry.fingerprint = found.uid, found.recurrence, found.fingerprint
        entry.absences, entry.gone_at = 0, None

    def _follow(self, found: Found, entry: Entry, event: Event) -> None:
        """Let an event follow its source, but for what people here have said otherwise."""
        if event.host_id != self._source.partner_id:
            return
        if found.cancelled:
            self._carried_out(event, Cancellation(reason="It was canceled in the calendar that it came from."))
            return
        if event.state == "draft" and self._source.import_as == "published":
            self.problems["not-published"] += 1
        says = fields.said(found, self._source)
        entry.kept = sorted({*entry.kept, *fields.kept(entry.taken, event)})
        changed = {name for name in fields.FIELDS if says[name] != entry.said[name]} - set(entry.kept)
        if changed and not self._patched(found, event, changed):
            self.problems["not-taken"] += 1
            return
        entry.said = says
        entry.taken = entry.taken | {name: fields.stands(event)[name] for name in changed}

    def _patched(self, found: Found, event: Event, changed: set[str]) -> bool:
        try:
            patch = EventPatch.model_validate(fields.given(found, self._source, changed))
        except ValidationError:
            return False
        return self._carried_out(event, patch)

    def _miss(self, entry: Entry, event: Event) -> None:
        """Cancel what is gone, the second time that it is not there."""
        entry.absences += 1
        if entry.absences < _ABSENCES:
            self.misses = True
        else:
            entry.gone_at = clock.now()
            self._carried_out(event, Cancellation(reason="It is no longer in the calendar that it came from."))

    def _carried_out(self, event: Event, change: Said) -> bool:
        """Whether the change could be made; the first time round, nobody is told of any."""
        try:
            with self._session.begin_nested():
                calendar.carry_out(self._session, self._by, event, change, quietly=self._source.settled_at is None)
        except Refusal:
            return False
        return True
