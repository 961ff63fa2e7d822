"""What a message that came back says: delivery reports (RFC 3464), complaints (RFC 5965), and older forms of bounce.

Whatever is not one of these is unknown; no words in a text are taken for a verdict.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.utils import parseaddr
from typing import Literal

from flufl.bounce import all_failures

from shared.api.fields import normalized

_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_CODE = re.compile(r"\b([245]\d\d)\b")
_LONGEST = 500
# A full mailbox, a message too large, a policy: the address is right, and the next email may be taken.
_SAYS_NOTHING_OF_THE_ADDRESS = re.compile(r"5\.(2\.[23]|3\.\d+|6\.\d+|7\.\d+)")

Verdict = Literal["failed", "delayed", "complained", "automatic", "unknown"]


@dataclass(frozen=True)
class Said:
    """What a report says of one address; `relay` is who says it."""

    verdict: Verdict
    status: str | None = None
    code: int | None = None
    words: str = ""
    relay: str = ""

    @property
    def of_the_address(self) -> bool:
        """Whether it is the address that is at fault, so that nothing more should be sent there."""
        return self.verdict == "complained" or not _SAYS_NOTHING_OF_THE_ADDRESS.fullmatch(self.status or "")


@dataclass(frozen=True)
class Report:
    """A message that came back: what it says of which addresses, which email it brings along, and by which ways."""

    said: dict[str, Said]
    otherwise: Said
    message_id: str | None
    return_paths: tuple[str, ...]

    def of(self, address_key: str, message_id: str) -> Said | None:
        """What it says of an email to an address; None when it speaks of another one."""
        if address_key in self.said:
            return self.said[address_key]
        if self.message_id not in {None, message_id}:
            return None
        # A mailbox that forwards is reported by the address that it forwards to; the email is the proof then.
        if self.message_id == message_id and len(self.said) == 1:
            return next(iter(self.said.values()))
        return self.otherwise


def read(raw: bytes) -> Report:
    """What came back, as far as it can be read."""
    try:
        return _read(message_from_bytes(raw))
    except Exception:  # whatever strangers send must not stop the relay's queue; it is kept, and looked at
        return Report({}, Said("unknown"), None, ())


def _read(message: Message) -> Report:
    said: dict[str, Said] = {}
    otherwise = Said("unknown")
    complaint = _part(message, "message/feedback-report")
    if complaint is not None:
        said, otherwise = _complaint(_fields(complaint)[0])
    elif (status := _part(message, "message/delivery-status")) is not None:
        said = dict(_delivery_status(_fields(status)))
    else:
        said = dict(_older_form(message))
        if not said and _is_automatic(message):
            otherwise = Said("automatic")
    original = _original(message)
    paths = [str(message.get(name, "")) for name in ("Delivered-To", "X-Original-To", "To")]
    if complaint is not None:
        paths += [str(_fields(complaint)[0].get("Original-Mail-From", ""))]
        paths += [str(original.get("Return-Path", ""))] if original is not None else []
    found = str(original.get("Message-ID", "")).strip() if original is not None else ""
    return Report(said, otherwise, found or None, tuple(parseaddr(path)[1] for path in paths if path))


def _part(message: Message, kind: str) -> Message | None:
    return next((part for part in message.walk() if part.get_content_type() == kind), None)


def _fields(part: Message) -> list[Message]:
    """The blocks of fields that a report consists of."""
    payload = part.get_payload()
    blocks = [block for block in payload if isinstance(block, Message)] if isinstance(payload, list) else []
    return blocks or [Message()]


def _original(message: Message) -> Message | None:
    """The email that came back, or its head."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822":
            payload = part.get_payload()
            return payload[0] if isinstance(payload, list) and isinstance(payload[0], Message) else None
        if part.get_content_type() == "text/rfc822-headers":
            return message_from_bytes(part.get_payload(decode=True) or b"")  # type: ignore[arg-type]
    return None


def _complaint(fields: Message) -> tuple[dict[str, Said], Said]:
    kind = _line(fields.get("Feedback-Type", "")).lower()
    words = f"complaint: {kind}"
    told = Said("automatic" if kind == "not-spam" else "complained", words=words, relay=_reporter(fields))
    whom = [parseaddr(str(value))[1] for value in fields.get_all("Original-Rcpt-To", [])]
    return {normalized(address): told for address in whom if "@" in address}, told


def _delivery_status(blocks: list[Message]) -> Iterator[tuple[str, Said]]:
    relay = _reporter(blocks[0])
    for block in blocks:
        action = _line(block.get("Action", "")).lower().partition(" ")[0]
        status = _STATUS.search(_line(block.get("Status", "")))
        code = status[0] if status else None
        if action not in {"failed", "delayed"} or code is None:
            continue
        words = _line(block.get("Diagnostic-Code", "")).partition(";")[2].strip() or f"{action} {code}"
        found = _CODE.search(words)
        hard = action == "failed" and code.startswith("5")
        said = Said("failed" if hard else "delayed", code, int(found[1]) if found else None, words, relay)
        for name in ("Final-Recipient", "Original-Recipient"):
            kind, _, address = _line(block.get(name, "")).partition(";")
            if kind.strip().lower() in {"rfc822", "utf-8"} and "@" in address:
                yield normalized(address.strip(" <>")), said


def _older_form(message: Message) -> Iterator[tuple[str, Said]]:
    delayed, failed = all_failures(message)
    for verdict, addresses in (("delayed", delayed), ("failed", failed)):
        for address in addresses:
            words = f"{verdict}, says a report in an older form"
            yield normalized(address.decode("ascii", "replace")), Said(verdict, words=words)  # type: ignore[arg-type]


def _is_automatic(message: Message) -> bool:
    """Whether it is the answer of somebody's program, who is away or thanks for the email (RFC 3834)."""
    sender = parseaddr(_line(message.get("From", "")))[1].partition("@")[0].lower()
    reports = message.get_content_type() == "multipart/report" or sender in {"mailer-daemon", "postmaster"}
    return _line(message.get("Auto-Submitted", "no")).lower().startswith("auto-replied") and not reports


def _reporter(fields: Message) -> str:
    said = _line(fields.get("Reporting-MTA", ""))
    return said.partition(";")[2].strip() or said or "a report"


def _line(value: object) -> str:
    """A field as one line that can be kept and shown."""
    return " ".join(re.sub(r"[^\x20-\x7e\xa0-\U0010ffff]", " ", str(value)).split())[:_LONGEST]
