"""The morning after: what is read of digests at seven, and what became of what waited for them."""

import email
from datetime import UTC, datetime, timedelta
from email import policy
from typing import Any

from tests.notifications.builders import named
from tests.notifications.stage import Stage
from tests.sink import Sink

OTHER = named("event", "walk")
SEVEN = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)  # Monday, 7:00 in Chicago
DIGESTS = (
    "SELECT d.address, d.state, e.change FROM deliveries d JOIN emails e ON e.id = d.email_id WHERE e.kind = 'digest'"
)


def morning(stage: Stage, mail: Sink, days: int = 0) -> dict[str, str]:
    """What is read at seven in Chicago, by address: the digest's text."""
    stage.clock.pass_(minutes=5)
    stage.tell()
    stage.clock.time = SEVEN + timedelta(days=days)
    before = len(mail.contents)
    stage.gather()
    stage.send(mail.url)
    return dict(map(_read, mail.contents[before:]))


def _read(raw: bytes) -> tuple[str, str]:
    message: Any = email.message_from_bytes(raw, policy=policy.default)
    return str(message["To"]), f"{message['Subject']}\n{message.get_body(('plain',)).get_content()}"


def items(stage: Stage, name: str) -> list[tuple[str, str | None]]:
    """State and reason of what waits, or waited, for somebody's digests."""
    sql = "SELECT state, reason FROM deliveries WHERE address = :address AND channel <> 'email' ORDER BY id"
    return [tuple(row) for row in stage.rows(sql, address=f"{name}@example.org")]
