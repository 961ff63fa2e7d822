"""What the mailbox holds: the newest emails, as they came."""

import email
import email.policy
import itertools
import re
import threading
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import cached_property
from typing import Any

MOST_EMAILS = 20_000
MOST_BYTES = 256 * 1024 * 1024

_HEAD = re.compile(r"<head\b[^>]*>", re.IGNORECASE)
_LINKS_OPEN_OUTSIDE = '<base target="_blank">'


@dataclass(frozen=True)
class ReceivedEmail:
    """One email as it came; it is read only when somebody looks."""

    id: int
    sender: str
    recipients: tuple[str, ...]
    raw: bytes
    received_at: datetime

    @cached_property
    def parsed(self) -> EmailMessage:
        message = email.message_from_bytes(self.raw, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        return message

    @property
    def subject(self) -> str:
        return self.headers.get("Subject", "")

    @property
    def shown_from(self) -> str:
        return self.headers.get("From", self.sender)

    @property
    def to(self) -> str:
        return ", ".join(self.recipients)

    @property
    def text(self) -> str | None:
        return self._part("plain")

    @property
    def html(self) -> str | None:
        return self._part("html")

    @property
    def framed_html(self) -> str:
        """The HTML part for a frame: its links open outside the frame, which may not be navigated."""
        opened, found = _HEAD.subn(rf"\g<0>{_LINKS_OPEN_OUTSIDE}", self.html or "", count=1)
        return opened if found else _LINKS_OPEN_OUTSIDE + opened

    @cached_property
    def headers(self) -> dict[str, str]:
        """Header lines by name, in order; a name that comes twice keeps both, a line each."""
        found: dict[str, str] = {}
        for name, raw in self.parsed.raw_items():
            value = _readable(name, raw)
            found[name] = f"{found[name]}\n{value}" if name in found else value
        return found

    @property
    def source(self) -> str:
        return self.raw.decode(errors="replace")

    def is_for(self, address: str) -> bool:
        return address.strip().casefold() in (recipient.casefold() for recipient in self.recipients)

    def as_json(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "message_id": self.headers.get("Message-ID", ""),
            "from": self.shown_from,
            "to": self.to,
            "subject": self.subject,
            "text": self.text,
            "html": self.html,
            "headers": self.headers,
            "received_at": self.received_at.isoformat(),
            "raw": self.source,
        }

    def _part(self, kind: str) -> str | None:
        part = self.parsed.get_body(preferencelist=(kind,))
        if part is None:
            return None
        try:
            return str(part.get_content())
        except LookupError:  # a character set that nobody knows
            content = part.get_payload(decode=True)
            return content.decode(errors="replace") if isinstance(content, bytes) else None


def _readable(name: str, raw: str) -> str:
    try:
        return str(email.policy.default.header_fetch_parse(name, raw))
    except Exception:
        # The standard parser fails in many ways on what is not well formed; it is shown as it came.
        return raw


class Emails:
    """The newest emails, within a bound of number and of bytes."""

    def __init__(self, most: int = MOST_EMAILS, most_bytes: int = MOST_BYTES) -> None:
        self._kept: deque[ReceivedEmail] = deque()
        self._most, self._most_bytes = most, most_bytes
        self._bytes = 0
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def receive(self, sender: str, recipients: list[str], raw: bytes) -> ReceivedEmail:
        with self._lock:
            received = ReceivedEmail(next(self._numbers), sender, tuple(recipients), raw, datetime.now(UTC))
            self._kept.append(received)
            self._bytes += len(raw)
            while len(self._kept) > self._most or self._bytes > self._most_bytes:
                self._bytes -= len(self._kept.popleft().raw)
        return received

    def newest_first(self, to: str | None = None) -> list[ReceivedEmail]:
        with self._lock:
            kept = list(self._kept)
        return [found for found in reversed(kept) if not to or found.is_for(to)]

    def find(self, number: int) -> ReceivedEmail | None:
        return next((found for found in self.newest_first() if found.id == number), None)

    def forget_all(self) -> None:
        with self._lock:
            self._kept.clear()
            self._bytes = 0
