"""Which addresses calendars may be fetched from: what is in the open, and nothing of our own network.

What is asked is the address that a connection is then made to, so that a name cannot mean another one in between.
"""

import socket
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from threading import Thread
from urllib.parse import quote, urlsplit

from services.events.settings import events_settings

_PORTS = {"http": 80, "https": 443}
# Addresses in which another address hides: NAT64 (RFC 6052, 8215), 6to4 (RFC 3056).
_WRAPPING = [IPv6Network(each) for each in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16")]


class Unreadable(Exception):
    """A calendar could not be read: a code for what is wrong, and a sentence for people."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code, self.detail = code, detail


@dataclass(frozen=True)
class Place:
    """Where a web address leads: by what, to whom, to which door, and what is asked for there."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def is_trusted(self) -> bool:
        """Whether the operator has named this host and port."""
        return (self.host, self.port) in events_settings().trusted


def place_of(url: str) -> Place:
    """Where a web address leads; refused if it is none, or says plainly that it leads where nobody may."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii").rstrip(".")
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except (UnicodeError, ValueError) as error:
        raise Unreadable("address-refused", "This is not a web address.") from error
    if parts.scheme not in _PORTS or not host:
        raise Unreadable("address-refused", "A calendar's address begins with https:// or http://.")
    if parts.username is not None or parts.password is not None:
        raise Unreadable("address-refused", "An address with a user name in it is not fetched.")
    target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    place = Place(parts.scheme, host, port, f"{target}?{query}" if query else target)
    if not place.is_trusted:
        if port not in _PORTS.values():
            raise Unreadable("address-refused", "Calendars are fetched from the ports 80 and 443 only.")
        literal = _literal(host)
        if literal is not None and not is_open(literal):
            raise _closed()
    return place


def vetted(place: Place, seconds: float) -> list[str]:
    """The numeric addresses that a place's name stands for, all of which are in the open."""
    found = _looked_up(place, seconds)
    if not place.is_trusted and not all(is_open(ip_address(each)) for each in found):
        raise _closed()
    return found


def is_open(address: IPv4Address | IPv6Address) -> bool:
    """Whether an address is one of the open internet's, and hides no other."""
    if isinstance(address, IPv6Address) and (
        address.ipv4_mapped or address.is_site_local or any(address in network for network in _WRAPPING)
    ):
        return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    """The address that a host is in numbers, in any form that a resolver takes: decimal, octal, shortened."""
    try:
        return ip_address(host)
    except ValueError:
        pass
    try:
        return ip_address(socket.inet_aton(host))
    except OSError:
        return None


def _looked_up(place: Place, seconds: float) -> list[str]:
    """What the resolver says, within the time; it has no time limit of its own."""
    found: Future[list[str]] = Future()

    def look_up() -> None:
        try:
            answers = socket.getaddrinfo(place.host, place.port, type=socket.SOCK_STREAM)
            found.set_result(list(dict.fromkeys(str(address[0]) for *_, address in answers)))
        except (OSError, UnicodeError) as error:
            found.set_exception(error)

    Thread(target=look_up, daemon=True).start()
    try:
        return found.result(seconds)
    except TooLate as error:
        raise Unreadable("too-slow", "The site's name was not found in time.") from error
    except (OSError, UnicodeError) as error:
        raise Unreadable("unknown-host", "There is no site of this name.") from error


def _closed() -> Unreadable:
    return Unreadable("address-refused", "This address is not in the open internet.")
