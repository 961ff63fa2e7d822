"""A relay for tests: takes thousands of emails a second, remembers who got which, and misbehaves on demand.

Every email is kept as (Message-ID, recipient) and its subject, in the order of arrival, once it is taken; nothing
else of it is read unless `keep` is set. Faults are decided by a function of the recipient, so that a test says
exactly who meets what.
"""

import asyncio
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from email.header import decode_header, make_header
from types import TracebackType

_MESSAGE_ID = re.compile(rb"(?im)^message-id:[ \t]*(<[^>\r\n]+>)")
_SUBJECT = re.compile(rb"(?im)^subject:((?:[^\r\n]|\r\n[ \t])*)")
_END = b"\r\n.\r\n"


@dataclass
class Fault:
    """How the relay misbehaves: at which command, with which reply (none hangs up), after how many seconds."""

    at: str  # banner, mail, rcpt, data, dot
    reply: str | None = None
    after: float = 0.0
    takes: bool = False  # whether the email is taken all the same
    drips: float = 0.0  # the seconds between the bytes of its reply


@dataclass(frozen=True)
class Received:
    """One email that was taken."""

    message_id: str
    recipient: str
    encoded_subject: bytes

    @property
    def subject(self) -> str:
        """The subject as a person reads it."""
        unfolded = re.sub(rb"\r\n[ \t]+", b" ", self.encoded_subject).strip()
        return str(make_header(decode_header(unfolded.decode())))


FaultFor = Callable[[str], Fault | None]


def _faultless(_: str) -> Fault | None:
    return None


@dataclass
class Sink:
    """A relay in a thread of its own; `with Sink() as sink:` listens at `sink.url`."""

    pipelining: bool = True
    keep: bool = False
    fault_for: FaultFor = _faultless
    port: int = 0
    taken: list[tuple[str, str]] = field(default_factory=list)
    subjects: list[bytes] = field(default_factory=list)
    contents: list[bytes] = field(default_factory=list)
    connections: int = 0
    data_began: int = 0

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def received(self) -> list[Received]:
        """What was taken, with its subject."""
        return [Received(*taken, subject) for taken, subject in zip(self.taken, self.subjects, strict=False)]

    def forget(self) -> None:
        """Forget what was taken."""
        self.taken, self.subjects, self.contents = [], [], []

    def __enter__(self) -> "Sink":
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="sink", daemon=True)
        self._thread.start()
        self.open()
        return self

    def __exit__(self, kind: type[BaseException] | None, value: object, trace: TracebackType | None) -> None:
        self.shut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def open(self) -> None:
        """Listen; on the same port as before, if there was one."""
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        self.port = self._server.sockets[0].getsockname()[1]

    def shut(self) -> None:
        """Stop listening, and hang up on everybody."""
        asyncio.run_coroutine_threadsafe(self._hang_up(), self._loop).result(10)

    async def _listen(self) -> asyncio.Server:
        self._open: set[_Talk] = set()
        return await self._loop.create_server(lambda: _Talk(self), "127.0.0.1", self.port)

    async def _hang_up(self) -> None:
        self._server.close()
        for talk in list(self._open):
            talk.transport.abort()


class _Talk(asyncio.Protocol):
    """One conversation."""

    transport: asyncio.Transport

    def __init__(self, sink: Sink) -> None:
        self._sink, self._unread, self._recipient = sink, b"", ""
        self._in_message = self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self._sink.connections += 1
        self._sink._open.add(self)
        if not self._misbehaves("banner"):
            self._say("220 sink.example.org")

    def connection_lost(self, _: Exception | None) -> None:
        self._sink._open.discard(self)

    def data_received(self, data: bytes) -> None:
        self._unread += data
        self._read_on()

    def _read_on(self) -> None:
        while not self._paused and not self.transport.is_closing():
            if self._in_message:
                if self._unread.startswith(b".\r\n"):
                    end, message = 3, b""
                elif (found := self._unread.find(_END)) >= 0:
                    end, message = found + len(_END), self._unread[: found + 2]
                else:
                    return
                self._unread, self._in_message = self._unread[end:], False
                self._take(message)
            else:
                line, found_end, rest = self._unread.partition(b"\r\n")
                if not found_end:
                    return
                self._unread = rest
                self._obey(line)

    def _obey(self, line: bytes) -> None:
        verb = line[:4].upper()
        if verb == b"EHLO":
            self._say(
                "250-sink.example.org\r\n250-8BITMIME"
                + ("\r\n250 PIPELINING" * self._sink.pipelining or "\r\n250 HELP")
            )
        elif verb == b"MAIL":
            self._recipient = ""
            if not self._misbehaves("mail"):
                self._say("250 2.1.0 ok")
        elif verb == b"RCPT":
            recipient = line[line.find(b"<") + 1 : line.rfind(b">")].decode("utf-8", "replace")
            if not self._misbehaves("rcpt", recipient):
                self._recipient = recipient
                self._say("250 2.1.5 ok")
        elif verb == b"DATA":
            self._data()
        elif verb == b"QUIT":
            self._say("221 2.0.0 bye")
            self.transport.close()
        else:
            self._say("250 2.0.0 ok")

    def _data(self) -> None:
        if not self._recipient:
            self._say("554 5.5.1 no valid recipients")
        elif not self._misbehaves("data"):
            self._sink.data_began += 1
            self._in_message = True
            self._say("354 go on")

    def _take(self, message: bytes) -> None:
        fault = self._sink.fault_for(self._recipient)
        if fault is None or fault.at != "dot" or fault.takes:
            found, subject = _MESSAGE_ID.search(message, 0, 4096), _SUBJECT.search(message, 0, 4096)
            self._sink.taken.append((found.group(1).decode() if found else "", self._recipient))
            self._sink.subjects.append(subject.group(1) if subject else b"")
            if self._sink.keep:
                self._sink.contents.append(message.replace(b"\r\n..", b"\r\n."))
        if not self._misbehaves("dot"):
            self._say("250 2.0.0 taken")

    def _misbehaves(self, at: str, recipient: str | None = None) -> bool:
        fault = self._sink.fault_for(recipient or self._recipient)
        if fault is None or fault.at != at:
            return False
        if fault.after:
            self._paused = True
            self._sink._loop.call_later(fault.after, self._go_wrong, fault)
        else:
            self._go_wrong(fault)
        return True

    def _go_wrong(self, fault: Fault) -> None:
        self._paused = False
        if fault.reply is None:
            self.transport.abort()
            return
        if fault.drips:
            self._drip(fault.reply.encode(), fault.drips)
            return
        self._say(fault.reply)
        if fault.reply.startswith("421"):
            self.transport.close()
        self._read_on()

    def _drip(self, rest: bytes, seconds: float) -> None:
        if rest and not self.transport.is_closing():
            self.transport.write(rest[:1])
            self._sink._loop.call_later(seconds, self._drip, rest[1:], seconds)

    def _say(self, words: str) -> None:
        self.transport.write(words.encode() + b"\r\n")
