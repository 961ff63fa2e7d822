"""From an email's row to a letter in one language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from services.notifications.announcements.wording import Announced
from services.notifications.digests.wording import Digest
from services.notifications.emails.changes import Change, Snapshot
from services.notifications.emails.mime import LINK, WHY, Calendar, Letter, is_address, letter
from services.notifications.emails.times import moment
from services.notifications.emails.wording import Titles, Wording, one_line
from services.notifications.emails.words import WORDS
from services.notifications.notices.wording import Notice
from services.notifications.settings import notifications_settings
from shared.settings import settings

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True)
class Invitation:
    """What an email about a sign-in says; the link is known here and nowhere else."""

    language: str

    def say(self, key: str, **facts: str) -> str:
        """The words for something."""
        return WORDS[self.language][key].format(**facts)

    @property
    def subject(self) -> str:
        """What the list of emails shows."""
        return self.say("subject.sign_in", consortium=one_line(settings().consortium))

    @property
    def first_line(self) -> str:
        """What it is about."""
        return self.say("first.sign_in", consortium=settings().consortium)

    def why(self, route: str, target: str | None) -> str:  # noqa: ARG002 - as for an event
        """Why it came."""
        return self.say("why.sign_in")


def event_letter(
    change: Change,
    event: Snapshot,
    before: Snapshot | None,
    titles: Titles,
    language: str,
    *calendars: Calendar,
) -> tuple[Letter, Wording]:
    """The letter about an event, and its words; answers go to whom the event names for questions about access."""
    wording = Wording(change, event, before, titles, language)
    context = {
        "wording": wording,
        "facts": [(label, value) for label, value in wording.facts if value],
        "url": f"{settings().url}/events/{event['event_id']}",
    }
    return _letter("event", wording.subject, context, event["accessibility_contact"], *calendars), wording


def notice_letter(wording: Notice, link: str | None, calendar: Calendar | None = None) -> Letter:
    """The letter to those few whom something concerns; its button is the link, where there is one."""
    url = link or f"{settings().url}{wording.kind.path(wording.told)}"
    occasion = wording.kind.occasion(wording.told)
    contact = occasion.contact if occasion else ""
    return _letter("notice", wording.subject, {"wording": wording, "url": url}, contact, *filter(None, [calendar]))


def digest_letter(wording: Digest) -> Letter:
    """The letter with all that waited for it; its button leads to everything else."""
    return _letter("digest", wording.subject, {"wording": wording, "url": f"{settings().url}/"})


def announcement_letter(wording: Announced) -> Letter:
    """The letter in the office's words; its button leads to where one may read on."""
    return _letter("announcement", wording.subject, {"wording": wording, "url": wording.url})


def sign_in_letter(link: str, expires_at: datetime, language: str) -> tuple[Letter, Invitation]:
    """The letter with a sign-in link, and its words."""
    wording = Invitation(language)
    until = moment(expires_at, settings().time_zone, language)
    context = {"wording": wording, "url": link, "valid": wording.say("sign_in.valid", until=until)}
    return _letter("sign_in", wording.subject, context), wording


def _letter(name: str, subject: str, context: Mapping[str, Any], contact: str = "", *calendars: Calendar) -> Letter:
    context = {**context, "subject": subject, "consortium": settings().consortium, "why": WHY, "link": LINK}
    text = _templates.get_template(f"{name}.txt").render(context)
    html = _templates.get_template(f"{name}.html").render(context)
    sender = notifications_settings()
    headers = [("From", sender.sender), ("Subject", subject)]
    if reply_to := contact if is_address(contact) else sender.reply_to:
        headers.append(("Reply-To", reply_to))
    headers += [("Auto-Submitted", "auto-generated"), ("Content-Language", context["wording"].language)]
    return letter(headers, text, html, *calendars)
