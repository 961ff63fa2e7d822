"""An email as it was, for whoever may read the history: its words, and none of its links that open something."""

import email
import re
from dataclasses import dataclass
from email import policy

from sqlalchemy import Connection

from services.notifications.deliveries.models import Delivery
from services.notifications.emails.letters import Letters
from shared.errors import Gone
from shared.settings import settings

HIDDEN = "[link]"


@dataclass(frozen=True)
class Printed:
    """What somebody got, or would have got."""

    subject: str
    text: str
    html: str


def printed(connection: Connection, delivery: Delivery) -> Printed:
    """The email again, from what was kept of it; Gone when too little was."""
    letters = Letters(lambda _sealed, _purpose: HIDDEN).prepare(connection, [delivery])
    try:
        raw = letters.write(delivery, delivery.first_attempt_at or delivery.created_at)
    except ValueError as error:
        raise Gone("not-kept", "What this email said is no longer kept.") from error
    message = email.message_from_bytes(raw, policy=policy.default)
    text, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    assert text is not None
    assert html is not None
    return Printed(str(message["Subject"]), _hidden(str(text.get_content())), _hidden(str(html.get_content())))


def _hidden(words: str) -> str:
    ours = rf"{re.escape(settings().url)}/links/[^\s\"'<>]+"
    return re.sub(ours, HIDDEN, words.replace("\r\n", "\n"))
