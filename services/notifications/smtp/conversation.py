"""A conversation with a relay: one email after another, each answered with how far it came (RFC 5321, RFC 2920).

`smtplib` opens it, with TLS and authentication. The emails themselves are spoken here, since its replies cannot
be told apart by phase, and its timeouts begin anew with every byte.
"""

import re
import time
from contextlib import suppress

from services.notifications.smtp.reply import Phase, Reply
from services.notifications.smtp.server import Server

# A relay that is asked again before it has answered gets two; so it is waited for longer past the final dot.
_COMMAND_SECONDS = 15.0
_DOT_SECONDS = 50.0
LONGEST_EMAIL_SECONDS = 2 * _COMMAND_SECONDS + _DOT_SECONDS
_LONGEST_REPLY = 64 * 1024
_IDLE_SECONDS = 5.0
_LONGEST_LINE = 998
_ADDRESS = re.compile(r"[^\s<>\x00-\x20\x7f]+@[^\s<>\x00-\x20\x7f]+")
_WELCOME = {Phase.MAIL: {250}, Phase.RCPT: {250, 251}, Phase.DATA: {354}}


class _Lost(Exception):
    """The other side is gone, too slow, or speaks no SMTP."""


class Conversation:
    """An open connection to a relay. `usable` says whether another email may go through it."""

    def __init__(self, server: Server) -> None:
        self._smtp = server.connect()
        assert self._smtp.sock is not None
        self._socket = self._smtp.sock
        self._pipelining = self._smtp.has_extn("pipelining")
        self._takes_utf8 = self._smtp.has_extn("smtputf8")
        self._unread = b""
        self._broken = self._must_reset = False
        self._emails_left = server.emails
        self._spoken_at = time.monotonic()
        self._ends_at = self._spoken_at + server.seconds

    @property
    def usable(self) -> bool:
        """Whether the relay still listens; after a pause it is asked."""
        if self._broken or self._emails_left <= 0 or time.monotonic() > self._ends_at:
            return False
        if time.monotonic() - self._spoken_at > _IDLE_SECONDS:
            with suppress(OSError, _Lost):
                self._write(b"NOOP\r\n")
                return self._reply(_COMMAND_SECONDS)[0] == 250
            return False
        return True

    def close(self) -> None:
        """Say goodbye, if anybody is there."""
        with suppress(OSError):
            if not self._broken:
                self._socket.settimeout(1)
                self._socket.sendall(b"QUIT\r\n")
        self._smtp.close()

    def deliver(self, sender: str, recipient: str, content: bytes) -> Reply:
        """Hand one email over. Never raises for what the relay does; what is no email never leaves."""
        self._emails_left -= 1
        if flaw := unspeakable(sender, recipient, content):
            return Reply(Phase.RENDER, None, None, flaw)
        international = not recipient.isascii()
        if international and not self._takes_utf8:
            return Reply(Phase.RCPT, 553, "5.6.7", "smtputf8-unsupported")
        option = b" SMTPUTF8 BODY=8BITMIME" if international else b""
        envelope = (
            (Phase.MAIL, b"MAIL FROM:<%s>%s\r\n" % (sender.encode(), option)),
            (Phase.RCPT, b"RCPT TO:<%s>\r\n" % recipient.encode()),
            (Phase.DATA, b"DATA\r\n"),
        )
        self._phase = Phase.MAIL
        try:
            refusal = self._refusal_of(envelope)
            if refusal is not None:
                self._broken = refusal.code == 421
                return refusal
            self._phase = Phase.BODY
            self._write(_stuffed(content))
            self._phase = Phase.DOT
            reply = Reply.of(Phase.DOT, *self._reply(_DOT_SECONDS))
        except (OSError, _Lost) as error:
            self._broken = True
            return Reply.none(self._phase, error)
        self._broken = reply.code == 421
        return reply

    def _refusal_of(self, envelope: tuple[tuple[Phase, bytes], ...]) -> Reply | None:
        """The first command that was refused; None once the relay waits for the message."""
        if self._must_reset:
            self._write(b"RSET\r\n")
            self._reply(_COMMAND_SECONDS)
            self._must_reset = False
        refusal: Reply | None = None
        if self._pipelining:
            self._write(b"".join(command for _, command in envelope))
        for phase, command in envelope:
            if not self._pipelining:
                self._write(command)
            self._phase = phase
            code, words = self._reply(_COMMAND_SECONDS)
            if code == 421:
                return Reply.of(phase, code, words)
            if refusal is None and code not in _WELCOME[phase]:
                refusal, self._must_reset = Reply.of(phase, code, words), True
                if not self._pipelining:
                    break
            elif refusal is not None and code == 354:
                self._write(b".\r\n")  # it waits for a message to nobody
                self._reply(_COMMAND_SECONDS)
        return refusal

    def _write(self, content: bytes) -> None:
        self._socket.settimeout(_COMMAND_SECONDS)
        self._socket.sendall(content)

    def _reply(self, seconds: float) -> tuple[int, str]:
        deadline, size, words = time.monotonic() + seconds, 0, []
        while True:
            line = self._line(deadline)
            size += len(line)
            if size > _LONGEST_REPLY or not line[:3].isdigit():
                raise _Lost("this is no SMTP")
            words.append(line[4:].decode("utf-8", "replace").strip())
            if line[3:4] != b"-":
                break
        self._spoken_at = time.monotonic()
        return int(line[:3]), " ".join(words)

    def _line(self, deadline: float) -> bytes:
        while b"\n" not in self._unread:
            if len(self._unread) > _LONGEST_REPLY:
                raise _Lost("this reply does not end")
            left = deadline - time.monotonic()
            if left <= 0:
                raise _Lost("no reply in time")
            self._socket.settimeout(left)
            more = self._socket.recv(4096)
            if not more:
                raise _Lost("the connection was closed")
            self._unread += more
        line, _, self._unread = self._unread.partition(b"\n")
        return line


def unspeakable(sender: str, recipient: str, content: bytes) -> str | None:
    """What would be taken for something else at the other end, if anything (RFC 5321, sections 2.3.8 and 4.5.3.1)."""
    if not (_ADDRESS.fullmatch(sender) and _ADDRESS.fullmatch(recipient)):
        return "this is not an address that can be written to"
    if b"\0" in content:
        return "it holds a NUL"
    if not content.count(b"\r\n") == content.count(b"\r") == content.count(b"\n"):
        return "it holds a line end that is none"
    if max(map(len, content.split(b"\r\n"))) > _LONGEST_LINE:
        return "a line of it is too long"
    return None


def _stuffed(content: bytes) -> bytes:
    """The message with its end, as it goes over the wire (RFC 5321, section 4.5.2)."""
    stuffed = content.replace(b"\r\n.", b"\r\n..")
    if stuffed.startswith(b"."):
        stuffed = b"." + stuffed
    return stuffed + (b".\r\n" if stuffed.endswith(b"\r\n") else b"\r\n.\r\n")
