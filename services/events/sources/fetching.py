"""Fetching a calendar from wherever its address leads, which may be anywhere, with limits to everything."""

import http.client
import io
import socket
import ssl
import time
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin

from services.events.sources.addresses import Place, Unreadable, place_of, vetted

LARGEST = 10 * 1024 * 1024
_REDIRECTS = 5
_CHUNK = 64 * 1024
_INSECURE = ("insecure", "The site's certificate is not good.")
_UNKNOWN = ("certificate-unknown", "Nobody whom we trust vouches for the site's certificate.")
_ANOTHER = ("certificate-of-another", "The site's certificate is of another site.")
# What OpenSSL says by number (x509_vfy.h): it has run out, nobody or oneself vouches for it, name or address differ.
_DISTRUSTED = {
    10: ("certificate-expired", "The site's certificate has run out."),
    **dict.fromkeys((18, 19, 20, 21), _UNKNOWN),
    **dict.fromkeys((62, 64), _ANOTHER),
}
_MOVED = {301, 302, 303, 307, 308}


@dataclass(frozen=True)
class Seen:
    """The validators of what was fetched last (RFC 9110, section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True)
class Fetched:
    """What was fetched, and its validators."""

    body: bytes
    seen: Seen


class _Timed:
    """A connection of which each wait is so long, and all of them together no longer than the deadline.

    A socket's own timeout begins anew with each byte: whoever sends one now and then would be listened to for ever.
    """

    def __init__(self, connected: socket.socket, deadline: float, patience: float) -> None:
        self._connected, self._deadline, self._patience = connected, deadline, patience

    def sendall(self, data: Any) -> None:
        """Send what is asked."""
        self.wait().sendall(data)

    def wait(self) -> socket.socket:
        """The socket, which from now on waits no longer than it may."""
        self._connected.settimeout(min(self._patience, _left(self._deadline)))
        return self._connected

    def makefile(self, *_: Any) -> io.BufferedReader:
        """What `http.client` reads an answer from."""
        return io.BufferedReader(_Reading(self))

    def close(self) -> None:
        """Nothing: whoever made the connection ends it, after the answer is read."""


class _Reading(io.RawIOBase):
    """The reading side of a connection."""

    def __init__(self, timed: _Timed) -> None:
        self._timed = timed

    def readable(self) -> bool:
        """See `io.RawIOBase`."""
        return True

    def readinto(self, buffer: Any) -> int:
        """See `io.RawIOBase`."""
        return self._timed.wait().recv_into(buffer)


def fetch(url: str, seen: Seen, seconds: float = 10.0) -> Fetched | None:
    """What stands at an address, if it is not what was seen before; Unreadable says why there is nothing."""
    deadline = time.monotonic() + seconds
    for _ in range(_REDIRECTS + 1):
        try:
            answer = _asked(place_of(url), seen, deadline, seconds / 2)
        except TimeoutError as error:
            raise Unreadable("too-slow", "The site took too long.") from error
        except ssl.SSLCertVerificationError as error:
            raise Unreadable(*_DISTRUSTED.get(error.verify_code, _INSECURE)) from error
        except ssl.SSLError as error:
            raise Unreadable(*_INSECURE) from error
        except (OSError, http.client.HTTPException, zlib.error) as error:
            raise Unreadable("unreachable", "The site does not answer as web sites do.") from error
        if not isinstance(answer, str):
            return answer
        url = _onward(url, answer)
    raise Unreadable("too-many-redirects", "The address leads on and on.")


def _onward(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError as error:
        raise Unreadable("address-refused", "The address leads to one that is none.") from error


def _asked(place: Place, seen: Seen, deadline: float, patience: float) -> Fetched | str | None:
    """What is answered: a calendar, where else to ask, or that nothing has changed."""
    with _connected(place, deadline, patience) as connected:
        connection = http.client.HTTPConnection(place.host, place.port)
        connection.sock = _Timed(connected, deadline, patience)
        connection.request("GET", place.target, headers=_headers(seen))
        answer = connection.getresponse()
        if answer.status in _MOVED:
            return answer.getheader("location") or ""
        if answer.status == 304 and seen != Seen():
            return None
        if answer.status != 200:
            raise Unreadable("refused-by-site", f"The site answers {answer.status}.")
        return Fetched(_body(answer), Seen(answer.getheader("etag"), answer.getheader("last-modified")))


def _headers(seen: Seen) -> dict[str, str]:
    headers = {
        "Accept": "text/calendar, */*;q=0.1",
        "Accept-Encoding": "gzip",
        "Connection": "close",
        "User-Agent": "Plexus-Calendar/1",
    }
    conditions = {"If-None-Match": seen.etag, "If-Modified-Since": seen.last_modified}
    return headers | {name: value for name, value in conditions.items() if value and value.isascii()}


def _connected(place: Place, deadline: float, patience: float) -> socket.socket:
    """A connection to one of the very addresses that were vetted."""
    addresses = vetted(place, min(patience, _left(deadline)))
    for number, address in enumerate(addresses, 1):
        try:
            plain = socket.create_connection((address, place.port), min(patience, _left(deadline)))
            break
        except OSError:
            if number == len(addresses):
                raise
    if place.scheme == "http":
        return plain
    try:
        return _trust().wrap_socket(plain, server_hostname=place.host)
    except BaseException:
        plain.close()
        raise


def _body(answer: http.client.HTTPResponse) -> bytes:
    """The body, unpacked; no more of it than the limit is ever held."""
    unpack = zlib.decompressobj(wbits=47) if answer.getheader("content-encoding", "").lower() == "gzip" else None
    body = bytearray()
    while chunk := answer.read1(_CHUNK):
        body += unpack.decompress(chunk, LARGEST + 1 - len(body)) if unpack else chunk
        if len(body) > LARGEST or (unpack and unpack.unconsumed_tail):
            raise Unreadable("too-large", f"A calendar may have {LARGEST // 1024 // 1024} MB at most.")
    if answer.length or (unpack and not unpack.eof):
        raise Unreadable("truncated", "The site stopped in the middle.")
    return bytes(body)


def _left(deadline: float) -> float:
    """The seconds until the deadline."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


@lru_cache
def _trust() -> ssl.SSLContext:
    return ssl.create_default_context()
