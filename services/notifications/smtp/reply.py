"""What a relay says, and how far an email had come when it said so."""

import re
from dataclasses import dataclass
from enum import Enum

_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
_LONGEST = 500


class Phase(Enum):
    """How far an attempt came (RFC 5321, section 3.3); `dot` is past the end of the message."""

    UNREACHED = "unreached"
    RENDER = "render"
    MAIL = "mail"
    RCPT = "rcpt"
    DATA = "data"
    BODY = "body"
    DOT = "dot"


@dataclass(frozen=True, slots=True)
class Reply:
    """A relay's answer; no code when there was none. `enhanced` as in RFC 3463."""

    phase: Phase
    code: int | None
    enhanced: str | None
    words: str

    @classmethod
    def of(cls, phase: Phase, code: int, text: str) -> "Reply":
        """A reply as it came over the wire."""
        found = _ENHANCED.match(text)
        words = f"{code} {text}"[:_LONGEST]
        return cls(phase, code, found.group() if found else None, words)

    @classmethod
    def none(cls, phase: Phase, error: Exception) -> "Reply":
        """No reply, and why there is none."""
        return cls(phase, None, None, f"{type(error).__name__}: {error}"[:_LONGEST])
