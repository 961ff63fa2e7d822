"""An SMTP server that takes everything fast, remembers who got what, and fails on request.

It records, for each email that it answered with 250: Message-ID, recipient, subject. Not a parser: the three are
found in the bytes. It runs on a thread of its own; about 10,000 emails a second on one core.
"""

import asyncio
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from email.header import decode_header, make_header

_MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^>\r\n]+>)", re.IGNORECASE | re.MULTILINE)
_SUBJECT = re.compile(rb"^subject:((?:.|\r\n[ \t])*)", re.IGNORECASE | re.MULTILINE)

# What to answer instead of the usual: given the step ("connect", "MAIL", "RCPT", "DATA", "body") and the recipient.
# None is the usual answer; "close" hangs up without a word; "wait:SECONDS" delays the usual answer.
Fault = Callable[[str, str], str | None]


@dataclass(frozen=True)
class Received:
    """One email that was accepted."""

    message_id: str
    recipient: str
    raw_subject: bytes
    raw: bytes

    @property
    def subject(self) -> str:
        """The subject as a person reads it."""
        return str(make_header(decode_header(self.raw_subject.decode("utf-8"))))


class Sink:
    """The server; `with Sink() as sink:` listens on `sink.port` of the loopback."""

    def __init__(
        self, fault: Fault = lambda step, recipient: None, *, keep_bodies: bool = True, pause: float = 0
    ) -> None:
        self.fault = fault
        self.pause = pause  # seconds before each 250 for a body: a relay that is not fast
        self.keep_bodies = keep_bodies
        self.received: list[Received] = []
        self.connections = 0
        self.port = 0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._listening = threading.Event()

    def __enter__(self) -> "Sink":
        self._thread.start()
        assert self._listening.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    @property
    def url(self) -> str:
        """What PLEXUS_SMTP_URL would be."""
        return f"smtp://127.0.0.1:{self.port}"

    def recipients(self) -> list[str]:
        """Who got something, once for each time."""
        return [one.recipient for one in self.received]

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(self._loop.create_server(lambda: _Session(self), "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._listening.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()


class _Session(asyncio.Protocol):
    """One connection (RFC 5321, with PIPELINING of RFC 2920)."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._buffer = bytearray()
        self._in_body = False
        self._recipient = ""
        self._waiting = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._sink.connections += 1
        self._answer("connect", b"220 sink ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        self._read_on()

    def _read_on(self) -> None:
        while not self._waiting and not self._transport.is_closing():
            if self._in_body:
                end = self._buffer.find(b"\r\n.\r\n")
                if end < 0:
                    return
                raw = bytes(self._buffer[:end])
                del self._buffer[: end + 5]
                self._in_body = False
                self._answer("body", b"250 2.0.0 queued\r\n", raw)
            else:
                end = self._buffer.find(b"\r\n")
                if end < 0:
                    return
                line = bytes(self._buffer[:end])
                del self._buffer[: end + 2]
                self._command(line)

    def _command(self, line: bytes) -> None:
        verb = line[:4].upper()
        if verb in (b"EHLO", b"HELO"):
            self._transport.write(
                b"250-sink\r\n250-PIPELINING\r\n250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n"
            )
        elif verb == b"MAIL":
            self._answer("MAIL", b"250 2.1.0 ok\r\n")
        elif verb == b"RCPT":
            self._recipient = line[line.index(b"<") + 1 : line.index(b">")].decode()
            self._answer("RCPT", b"250 2.1.5 ok\r\n")
        elif verb == b"DATA":
            self._in_body = self._answer("DATA", b"354 go on\r\n")
        elif verb == b"QUIT":
            self._transport.write(b"221 2.0.0 bye\r\n")
            self._transport.close()
        else:
            self._transport.write(b"250 2.0.0 ok\r\n")

    def _answer(self, step: str, usual: bytes, raw: bytes | None = None) -> bool:
        """Give the usual answer, unless a fault says otherwise; whether it was the usual one."""
        fault = self._sink.fault(step, self._recipient)
        if fault == "close":
            self._transport.abort()
            return False
        if fault is not None and not fault.startswith("wait:"):
            self._transport.write(fault.encode() + b"\r\n")
            if fault.startswith("421"):
                self._transport.close()
            return False
        pause = float(fault.removeprefix("wait:")) if fault else (self._sink.pause if step == "body" else 0)
        if pause:
            self._waiting = True
            asyncio.get_running_loop().call_later(pause, self._after_a_pause, usual, raw)
        else:
            self._say(usual, raw)
        return True

    def _after_a_pause(self, usual: bytes, raw: bytes | None) -> None:
        self._waiting = False
        if not self._transport.is_closing():
            self._say(usual, raw)
            self._read_on()

    def _say(self, usual: bytes, raw: bytes | None) -> None:
        if raw is not None:
            self._record(raw)
        self._transport.write(usual)

    def _record(self, raw: bytes) -> None:
        head = raw.partition(b"\r\n\r\n")[0]
        message_id, subject = _MESSAGE_ID.search(head), _SUBJECT.search(head)
        self._sink.received.append(
            Received(
                message_id[1].decode() if message_id else "",
                self._recipient,
                re.sub(rb"\r\n[ \t]+", b" ", subject[1]).strip() if subject else b"",
                raw if self._sink.keep_bodies else b"",
            )
        )
