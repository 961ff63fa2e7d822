"""An HTTP client that costs little: so many connections, each of which asks again as soon as it is answered."""

import re
import selectors
import socket
import time
from collections.abc import Callable, Generator
from contextlib import suppress
from dataclasses import dataclass

CONNECTIONS = 16
_ANSWERED_WITHIN = 30.0
_TAG = re.compile(rb"^etag: (.+?)\r$", re.IGNORECASE | re.MULTILINE)


class UnexpectedAnswer(Exception):
    """The server answered something else than what is measured; says what."""


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    chunks: list[bytes]

    @property
    def body(self) -> bytes:
        """The content."""
        return b"".join(self.chunks).partition(b"\r\n\r\n")[2]

    @property
    def tag(self) -> str:
        """Its validator (ETag)."""
        found = _TAG.search(b"".join(self.chunks))
        if found is None:
            raise UnexpectedAnswer("an answer without an ETag")
        return found[1].decode()


# What one connection asks, one request after another; it is given each answer, and may run for ever.
Script = Generator[bytes, Answer, None]


def request(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    """An HTTP/1.1 request as it goes over the wire; underscores in names of headers become hyphens."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
    return "\r\n".join((*lines, "", "")).encode() + body


def repeat(wire: bytes, expected: int = 200) -> Script:
    """The same request for ever."""
    while True:
        expect(expected, (yield wire))


def revalidate(path: str) -> Script:
    """Ask for ever for what one has already, and once for it itself whenever the database has moved on."""
    answer = expect(200, (yield request("GET", path)))
    while True:
        wire = request("GET", path, If_None_Match=answer.tag)
        while (answer := (yield wire)).status == 304:
            pass
        expect(200, answer)


def expect(status: int, answer: Answer) -> Answer:
    """The answer, which must have this status."""
    if answer.status != status:
        raise UnexpectedAnswer(f"{answer.status} instead of {status}: {answer.body[:300]!r}")
    return answer


def drive(port: int, script: Callable[[], Script], seconds: float) -> int:
    """Let all connections follow a script for that long; how many requests were answered."""
    answered = 0
    with selectors.EpollSelector() as waiting:
        connections = [_Connection(port, script()) for _ in range(CONNECTIONS)]
        try:
            for connection in connections:
                waiting.register(connection.socket, selectors.EVENT_READ, connection)
            until = time.perf_counter() + seconds
            while time.perf_counter() < until or not answered:
                ready = waiting.select(_ANSWERED_WITHIN)
                if not ready:
                    raise UnexpectedAnswer(f"no answer within {_ANSWERED_WITHIN:.0f} s")
                answered += sum(key.data.go_on() for key, _ in ready)
        finally:
            for connection in connections:
                connection.socket.close()
    return answered


def follow(port: int, script: Script) -> None:
    """Let one connection follow a script to its end."""
    connection = _Connection(port, script)
    with connection.socket, suppress(StopIteration):
        while True:
            connection.go_on()


class _Connection:
    """One connection, kept alive, with one request at a time."""

    def __init__(self, port: int, script: Script) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=_ANSWERED_WITHIN)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._script = script
        self._chunks: list[bytes] = []
        self._missing: int | None = None
        self._ask(next(script))

    def go_on(self) -> bool:
        """Take what has come; whether that completed an answer, and the next question was asked."""
        came = self.socket.recv(1 << 18)
        if not came:
            raise UnexpectedAnswer("the connection was closed")
        self._chunks.append(came)
        if self._missing is None:
            head, end, body = b"".join(self._chunks).partition(b"\r\n\r\n")
            if not end:
                return False
            self._status = int(head[9:12])
            self._missing = _length(head, self._status) - len(body)
        else:
            self._missing -= len(came)
        if self._missing > 0:
            return False
        self._ask(self._script.send(Answer(self._status, self._chunks)))
        return True

    def _ask(self, wire: bytes) -> None:
        self._chunks, self._missing = [], None
        self.socket.sendall(wire)


def _length(head: bytes, status: int) -> int:
    if status == 304:
        return 0
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    raise UnexpectedAnswer(f"an answer without a length: {head!r}")
