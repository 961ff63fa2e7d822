"""Emails as bytes: put together once for a language, with gaps that each recipient's own words fill.

Text and HTML in quoted-printable (RFC 2045); a gap stands on lines of its own between soft line breaks, so that what
fills it changes nothing around it.
"""

import binascii
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache
from uuid import uuid4

# No text that PostgreSQL keeps can hold this character, so nobody can write a gap into a title.
WHY, LINK, ATTENDEE = "\0why\0", "\0link\0", "\0attendee\0"
_GAPS = re.compile("\0(why|link|attendee)\0")
_FILE = (
    'calendar; charset=utf-8; method=PUBLISH; name="event.ics"\r\n'
    'Content-Disposition: attachment; filename="event.ics"'
)
_LONG_WORD = 60
_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]\\\x00-\x1f\x7f]+@[^\s<>,;:\"()\[\]\\\x00-\x1f\x7f]+")
_MESSAGE_ID = re.compile(r"<[0-9a-f-]{36}\.\d+@[^\s<>]+>")


@dataclass(frozen=True, slots=True)
class Gap:
    """Where a recipient's own words stand, and in which of the two parts."""

    name: str
    html: bool


@dataclass(frozen=True, slots=True)
class Own:
    """One recipient's words for a gap, ready to be put in."""

    text: bytes
    html: bytes


@dataclass(frozen=True, slots=True)
class Calendar:
    """What calendars are told (RFC 6047): the method, and the iCalendar object, with a gap for who is invited.

    What is published invites nobody: it goes along as a file, for whoever wants it in her calendar.
    """

    method: str
    text: str


class UnwritableAddress(ValueError):
    """An address that cannot stand in a header."""


@dataclass(frozen=True, slots=True)
class Letter:
    """An email in one language, but for what is each recipient's own."""

    headers: bytes
    body: tuple[bytes | Gap, ...]

    def to(self, address: str, message_id: str, date: datetime, gaps: Mapping[str, Own], more: bytes = b"") -> bytes:
        """The whole email to one address; `more` are header lines of its own."""
        if not _ADDRESS.fullmatch(address) or not _MESSAGE_ID.fullmatch(message_id):
            raise UnwritableAddress("this is not an address that can be written to")
        own = f"To: {address}\r\nMessage-ID: {message_id}\r\nDate: {_date(date)}\r\n"
        filled = (
            part if isinstance(part, bytes) else gaps[part.name].html if part.html else gaps[part.name].text
            for part in self.body
        )
        return b"".join((own.encode(), more, self.headers, *filled))


@lru_cache(maxsize=64)
def _date(date: datetime) -> str:
    return format_datetime(date)


def is_address(words: str) -> bool:
    """Whether this is an address, and nothing more, that can stand in a header."""
    return bool(_ADDRESS.fullmatch(words)) and words.isascii()


def letter(headers: Sequence[tuple[str, str]], text: str, html: str, *calendars: Calendar) -> Letter:
    """An email with a text and an HTML part, what calendars are told (multipart/alternative, RFC 2046), and files."""
    parts = [_part("plain; charset=utf-8", text), _part("html; charset=utf-8", html, html=True)]
    parts += [_part(f"calendar; charset=utf-8; method={one.method}", one.text) for one in calendars if not _file(one)]
    kind, body = _multipart("alternative", parts)
    if files := [_part(_FILE, one.text) for one in calendars if _file(one)]:
        kind, body = _multipart(
            "mixed", [[f"Content-Type: {kind}\r\n\r\n".replace("; ", ";\r\n ").encode(), *body], *files]
        )
    headers = [*headers, ("MIME-Version", "1.0"), ("Content-Type", kind)]
    head = b"".join(_folded(name, value) for name, value in headers)
    return Letter(head + b"\r\n", tuple(_joined(body)))


def own(text: str, html: str) -> Own:
    """What fills a gap: plain words, and the same as HTML."""
    return Own(_alone(text), _alone(html))


def _folded(name: str, value: str) -> bytes:
    if name != "Subject":
        return SMTP.fold_binary(*SMTP.header_store_parse(name, value))
    # The newer code folds after a space and begins the next line with one: readers would see both.
    is_plain = value.isascii() and "=?" not in value and max(map(len, value.split()), default=0) < _LONG_WORD
    folded = Header(value, "us-ascii" if is_plain else "utf-8", maxlinelen=74, header_name=name).encode(
        linesep="\r\n"
    )
    return f"{name}: {folded}\r\n".encode()


def _file(calendar: Calendar) -> bool:
    return calendar.method == "PUBLISH"


def _part(kind: str, content: str, *, html: bool = False) -> list[bytes | Gap]:
    head = f"Content-Type: text/{kind}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return [head.encode(), *_with_gaps(content, html=html)]


def _multipart(kind: str, parts: Sequence[Sequence[bytes | Gap]]) -> tuple[str, list[bytes | Gap]]:
    boundary = f"={uuid4().hex}="
    body: list[bytes | Gap] = []
    for part in parts:
        body += [f"--{boundary}\r\n".encode(), *part, b"\r\n"]
    body.append(f"--{boundary}--\r\n".encode())
    return f'multipart/{kind}; boundary="{boundary}"', body


def _with_gaps(content: str, *, html: bool) -> list[bytes | Gap]:
    return [
        Gap(part, html) if place % 2 else quoted_printable(part) for place, part in enumerate(_GAPS.split(content))
    ]


def _alone(words: str) -> bytes:
    return b"=\r\n" + quoted_printable(words) + b"=\r\n"


def quoted_printable(words: str) -> bytes:
    """UTF-8 in quoted-printable, with CRLF and lines of 76 at most."""
    # It takes the line ends of its input for its own soft ones, and would let a lone CR through.
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return binascii.b2a_qp(lines.encode(), istext=True).replace(b"\n", b"\r\n")


def _joined(parts: Sequence[bytes | Gap]) -> list[bytes | Gap]:
    """Neighbouring bytes as one, so that as little as possible is put together for each recipient."""
    joined: list[bytes | Gap] = []
    for part in parts:
        if joined and isinstance(part, bytes) and isinstance(before := joined[-1], bytes):
            joined[-1] = before + part
        else:
            joined.append(part)
    return joined
