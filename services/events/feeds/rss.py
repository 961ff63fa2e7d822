"""The public events that were published last, as RSS 2.0."""

import re
from email.utils import format_datetime
from xml.etree import ElementTree

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.calendar.models import Event
from services.events.feeds.actions import shown_still
from shared.dates import moment
from shared.settings import settings

_SHOWN = 100
_ATOM = "http://www.w3.org/2005/Atom"
# XML 1.0, section 2.2, has no way to write these.
_UNWRITABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_STATES = {"cancelled": "Canceled: ", "postponed": "Postponed: "}


def latest(session: Session) -> str:
    """A channel of them, the newest first."""
    root = ElementTree.Element("rss", {"version": "2.0"})
    channel = ElementTree.SubElement(root, "channel")
    _say(channel, "title", settings().consortium)
    _say(channel, "link", settings().url)
    _say(channel, "description", f"What is on at {settings().consortium}.")
    ElementTree.register_namespace("atom", _ATOM)
    itself = {"href": f"{settings().url}/events.rss", "rel": "self", "type": "application/rss+xml"}
    ElementTree.SubElement(channel, f"{{{_ATOM}}}link", itself)
    newest = select(Event).where(shown_still(), Event.ics != "").order_by(Event.published_at.desc(), Event.id)
    for event in session.scalars(newest.limit(_SHOWN)):
        _item(channel, event)
    return str(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True), "utf-8")


def _item(channel: ElementTree.Element, event: Event) -> None:
    item = ElementTree.SubElement(channel, "item")
    _say(item, "title", _STATES.get(event.state, "") + event.title)
    _say(item, "link", f"{settings().url}/events/{event.id}")
    _say(item, "guid", event.uid, isPermaLink="false")
    assert event.published_at is not None
    _say(item, "pubDate", format_datetime(event.published_at))
    _say(item, "description", "\n\n".join(filter(None, (_when_and_where(event), event.cancel_reason, event.summary))))
    for topic in event.topics:
        _say(item, "category", topic)


def _when_and_where(event: Event) -> str:
    when = "Time to come" if event.state == "postponed" else moment(event.starts_at, event.time_zone, "en")
    where = event.venue if event.attendance_mode != "online" else None
    return ". ".join([when, *filter(None, ((where or {}).get("name"), (where or {}).get("locality")))])


def _say(parent: ElementTree.Element, name: str, words: str, **attributes: str) -> None:
    ElementTree.SubElement(parent, name, attributes).text = _UNWRITABLE.sub("", words)
