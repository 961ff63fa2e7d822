"""Calendars of others, as tests write them, and a partner's source that reads one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch
from uuid import uuid4

from services.events.settings import EventsSettings
from services.events.sources import addresses, rounds
from shared import clock
from tests.events.consortium import EVENTS, Consortium
from tests.events.foreign_site import ForeignSite, foreign_site

SOURCES = "/api/v1/calendars/sources"


def in_days(days: int, form: str = "%Y%m%dT100000", hours: int = 0) -> str:
    """A day to come, as calendars write it."""
    return f"{datetime.combine(clock.now().date(), datetime.min.time()) + timedelta(days=days, hours=hours):{form}}"


def a_vevent(uid: str | None = None, **said: str) -> str:
    """An event as calendars write it; a property's parameters follow two underscores: `DTSTART__TZID_UTC`."""
    lines = {"SUMMARY": "Food pantry", "LOCATION": "Church hall", "UID": uid or str(uuid4())}
    if not any(name.startswith("DTSTART") for name in said):
        lines |= {"DTSTART;TZID=America/Chicago": in_days(40)}
    body = [f"{name}:{value}" for name, value in (lines | said).items()]
    return "\r\n".join(["BEGIN:VEVENT", *body, "END:VEVENT", ""])


def a_calendar(*vevents: str, head: str = "") -> str:
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n{head}{''.join(vevents)}END:VCALENDAR\r\n"


class Following:
    """A partner's source at a foreign site, switched on."""

    def __init__(self, consortium: Consortium, site: ForeignSite, **given: Any) -> None:
        self.consortium, self.site = consortium, site
        body = {"partner_id": str(consortium.host), "title": "Pantry days", "url": site.url()} | given
        answer = consortium.coordinator.post(SOURCES, json=body)
        assert answer.status_code == 201, answer.text
        self.id = answer.json()["id"]

    @property
    def shown(self) -> dict[str, Any]:
        return dict(self.consortium.coordinator.get(f"{SOURCES}/{self.id}").json())

    def switched_on(self) -> "Following":
        answer = self.consortium.coordinator.post(f"{SOURCES}/{self.id}/activation")
        assert answer.status_code == 200, answer.text
        return self

    def reads(self, *vevents: str, head: str = "", **headers: str) -> dict[str, Any]:
        """Let the site serve this, read it, and say how the source is then."""
        self.site.serves(a_calendar(*vevents, head=head), **headers)
        return self.reads_again()

    def reads_again(self) -> dict[str, Any]:
        self.consortium.execute("UPDATE sources SET next_run_at = now() WHERE state = 'on'")
        while rounds.read_one(self.consortium.store):
            pass
        return self.shown

    @property
    def events(self) -> list[dict[str, Any]]:
        """What came in, drafts and canceled ones, too, by when it begins."""
        ids = self.consortium.execute(
            "SELECT id FROM events WHERE source_id = :id ORDER BY starts_at, id", id=self.id
        )
        return [self.consortium.office.get(f"{EVENTS}/{event.id}").json() for event in ids]

    @property
    def everything(self) -> Any:
        """All that is kept of events and told of them; equal when nothing has changed."""
        tables = ("events", "source_entries", "merges", "audit", "outbox", "occurrences")
        return {table: sorted(map(str, self.consortium.execute(f"SELECT * FROM {table}"))) for table in tables}


@contextmanager
def a_site() -> Iterator[ForeignSite]:
    """A site of which the operator says that it may be fetched from."""
    with foreign_site() as there:
        trusting: Callable[[], EventsSettings] = lambda: EventsSettings(calendar_hosts=there.place)  # noqa: E731
        with patch.object(addresses, "events_settings", trusting):
            yield there
