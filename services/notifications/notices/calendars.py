"""What calendars are told of an event that changed: of all of it, or of the days of a series that somebody comes."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from services.notifications.emails.changes import Snapshot, changed_days
from services.notifications.emails.mime import Calendar
from services.notifications.notices.invitations import Meeting, Method, invitation, publication
from shared.messages.events import EventFact, Happening, Venue

Days = tuple[str, ...]

_DAYS = text(
    """
    SELECT d.id, array_agg(DISTINCT g.occurrence ORDER BY g.occurrence) AS days
    FROM deliveries d
    JOIN emails e ON e.id = d.email_id AND e.cause_kind = 'event'
    JOIN registrations g ON g.event_id = d.event_id AND (g.person_id = d.person_id OR g.address_key = d.address_key)
    WHERE d.id = ANY(CAST(:ids AS uuid[])) AND g.live AND g.has_place AND g.occurrence IS NOT NULL
    GROUP BY d.id
    """
)


def days_of(connection: Connection, delivery_ids: Iterable[UUID]) -> Mapping[UUID, Days]:
    """For which days of a series those who get these have places, by key; who has one for all of it is left out."""
    ids = list(delivery_ids)
    if not ids:
        return {}
    with connection.begin_nested() if connection.in_transaction() else connection.begin():
        return {row.id: tuple(row.days) for row in connection.execute(_DAYS, {"ids": ids})}


def of_event(
    change: str, event: Snapshot, stamp: datetime, before: Snapshot | None = None, days: Days = ()
) -> list[Calendar]:
    """What goes with an email about an event to somebody who has a place, on these days of it if it is a series.

    What has no time takes up none.
    """
    fact = EventFact.model_validate(event)
    is_off = change == "cancelled" or fact.state == "postponed"
    if not days:
        return [invitation("CANCEL" if is_off else "REQUEST", [_whole(fact)], stamp)]
    changed = changed_days(before, event) if change == "moved" else None
    hers = [day for day in days if changed is None or day in changed]
    told = sorted(_told(fact, before, hers, stamp, is_off=is_off), key=itemgetter(0))
    return [
        invitation(method, [meeting for _, meeting in those], stamp) for method, those in groupby(told, itemgetter(0))
    ]


def to_keep(change: str, event: Snapshot, stamp: datetime) -> list[Calendar]:
    """An event as a file for whoever is not invited by it; series are for feeds, and what is off is for nobody."""
    fact = EventFact.model_validate(event)
    if change not in {"published", "moved"} or fact.state != "published" or fact.happenings:
        return []
    return [publication(_whole(fact), fact.sequence, stamp)]


def _told(
    fact: EventFact, before: Snapshot | None, days: Iterable[str], stamp: datetime, *, is_off: bool
) -> Iterator[tuple[Method, Meeting]]:
    """What is told of each day: when it is, or that it is off; nothing of what is over, or was told to be off."""
    now = {one.key: one for one in fact.happenings}
    were = {one.key: one for one in EventFact.model_validate(before).happenings} if before else {}
    for key in days:
        day, was = now.get(key), were.get(key)
        if day is not None and not day.cancelled and not is_off:
            yield "REQUEST", _on(fact, key, day)
        elif (is_off or was is not None) and not (was is not None and was.cancelled):
            meeting = _on(fact, key, day or was)
            if meeting.starts_at > stamp:
                yield "CANCEL", meeting


def _whole(fact: EventFact) -> Meeting:
    return Meeting(
        uid=fact.uid,
        title=fact.title,
        starts_at=fact.starts_at,
        ends_at=fact.ends_at,
        time_zone=fact.time_zone,
        place=_place(fact.venue) or fact.online_url or "",
        event_id=fact.event_id,
    )


def _on(fact: EventFact, key: str, day: Happening | None) -> Meeting:
    """One day of a series; of one that is too far ahead to have been told, when its key says."""
    whole = vars(_whole(fact)) | {"occurrence": key}
    if day is None:
        starts_at = datetime.fromisoformat(key).replace(tzinfo=ZoneInfo(fact.time_zone))
        times: dict[str, Any] = {"starts_at": starts_at, "ends_at": starts_at + (fact.ends_at - fact.starts_at)}
        return Meeting(**whole | times)
    own = {"title": day.title, "place": _place(day.venue) or day.online_url}
    times = {"starts_at": day.starts_at, "ends_at": day.ends_at}
    return Meeting(**whole | times | {name: said for name, said in own.items() if said})


def _place(venue: Venue | None) -> str:
    return ", ".join(filter(None, [venue.name, venue.street, venue.locality, venue.region])) if venue else ""
