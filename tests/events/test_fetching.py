"""Fetching calendars from wherever their addresses lead: never from our own network, never without end."""

import socket
import time
import tracemalloc
from collections.abc import Iterator
from ipaddress import ip_address
from typing import Any

import pytest

from services.events.settings import EventsSettings
from services.events.sources import addresses, fetching
from services.events.sources.addresses import Unreadable
from services.events.sources.fetching import Fetched, Seen, fetch
from tests.events.foreign_site import ForeignSite, foreign_site

A_CALENDAR = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[ForeignSite]:
    """A site of which the operator says that it may be fetched from."""
    with foreign_site() as there:
        monkeypatch.setattr(addresses, "events_settings", lambda: EventsSettings(calendar_hosts=there.place))
        yield there


CLOSED = [
    "http://127.0.0.1/",
    "http://127.1/",
    "http://2130706433/",
    "http://0x7f000001/",
    "http://0177.0.0.1/",
    "http://0/",
    "http://169.254.169.254/latest/meta-data/",
    "http://2852039166/",
    "http://10.1.2.3/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://240.0.0.1/",
    "http://[::1]/",
    "http://[::]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:a9fe:a9fe]/",
    "http://[::ffff:93.184.215.14]/",
    "http://[::127.0.0.1]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b:1::a9fe:a9fe]/",
    "http://[2002:7f00:1::]/",
    "http://[fe80::1]/",
    "http://[fec0::1]/",
    "http://[fc00::1]/",
    "http://[ff02::1]/",
    "http://localhost/",
    "http://LOCALHOST./",
    "http://１２７.0.0.1/",
]
NO_ADDRESSES = [
    "file:///etc/passwd",
    "gopher://example.org/",
    "ftp://example.org/calendar.ics",
    "data:text/calendar,BEGIN:VCALENDAR",
    "//example.org/calendar.ics",
    "calendar.ics",
    "",
    "http:///calendar.ics",
    "http://[::1/",
    "http://example.org:99999/",
    "http://example.org:22/",
    "http://example.org:8000/calendar.ics",
    "https://ana:secret@example.org/calendar.ics",
]


@pytest.mark.parametrize("url", CLOSED + NO_ADDRESSES)
def test_our_own_network_is_never_asked(url: str) -> None:
    began = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        fetch(url, Seen())
    assert refused.value.code == "address-refused"
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("url", [*CLOSED, "file:///etc/passwd", "https://ana:secret@example.org/", "http://[::1"])
def test_nor_after_a_redirect(site: ForeignSite, url: str) -> None:
    site.says(302, Location=url if url.isascii() else "http://127.0.0.1/")
    with pytest.raises(Unreadable) as refused:
        fetch(site.url(), Seen())
    assert refused.value.code == "address-refused"
    assert len(site.asked) == 1


@pytest.mark.parametrize("address", ["93.184.215.14", "8.8.8.8", "2606:4700:4700::1111"])
def test_what_is_in_the_open_is_open(address: str) -> None:
    assert addresses.is_open(ip_address(address))


def test_a_name_that_means_one_of_ours_is_refused_whatever_else_it_means(monkeypatch: pytest.MonkeyPatch) -> None:
    _names(monkeypatch, ["93.184.215.14", "10.0.0.5"])
    with pytest.raises(Unreadable) as refused:
        fetch("http://calendar.example.org/", Seen())
    assert refused.value.code == "address-refused"


def test_a_name_is_asked_once_and_the_connection_is_made_to_that_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    _names(monkeypatch, ["93.184.215.14"], ["127.0.0.1"])
    made: list[Any] = []

    def connect(address: Any, timeout: float) -> socket.socket:
        made.append(address)
        raise OSError("not in a test")

    monkeypatch.setattr(fetching.socket, "create_connection", connect)
    with pytest.raises(Unreadable):
        fetch("http://calendar.example.org/", Seen())
    assert made == [("93.184.215.14", 80)]


def _names(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> None:
    """Let a resolver give these answers, one after the other."""
    left = list(answers)

    def resolve(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in left.pop(0)]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", resolve)


def test_a_redirect_leads_on_a_few_times_and_round_in_a_circle_never(site: ForeignSite) -> None:
    for number in range(5):
        site.says(301, f"/{number}", Location=f"/{number + 1}")
    site.serves(A_CALENDAR, "/5")
    found = fetch(site.url("/0"), Seen())
    assert found is not None
    assert found.body == A_CALENDAR.encode()
    site.says(307, "/5", Location="/0")
    with pytest.raises(Unreadable) as refused:
        fetch(site.url("/0"), Seen())
    assert refused.value.code == "too-many-redirects"


@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_five_gigabytes_are_not_taken(site: ForeignSite, packed: bool) -> None:
    site.floods("/flood", packed=packed)
    began = time.monotonic()
    tracemalloc.start()
    with pytest.raises(Unreadable) as refused:
        fetch(site.url("/flood"), Seen())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refused.value.code == "too-large"
    assert time.monotonic() - began < 5
    assert most < 50_000_000


def test_who_sends_a_byte_now_and_then_is_not_listened_to_for_ever(site: ForeignSite) -> None:
    site.drips("/drip", 0.05)
    began = time.monotonic()
    with pytest.raises(Unreadable) as refused:
        fetch(site.url("/drip"), Seen(), seconds=1)
    assert refused.value.code == "too-slow"
    assert time.monotonic() - began < 2


def test_what_was_seen_is_not_sent_again(site: ForeignSite) -> None:
    site.serves(A_CALENDAR, ETag='"7"')
    first = fetch(site.url(), Seen())
    assert first == Fetched(A_CALENDAR.encode(), Seen('"7"'))
    assert fetch(site.url(), first.seen) is None
    assert [asked.get("If-None-Match") for asked in site.asked] == [None, '"7"']


@pytest.mark.parametrize("status", [401, 404, 500, 304])
def test_what_is_no_calendar_says_why(site: ForeignSite, status: int) -> None:
    site.says(status)
    with pytest.raises(Unreadable) as refused:
        fetch(site.url(), Seen())
    assert refused.value.code == "refused-by-site"
    assert str(status) in refused.value.detail


def test_a_site_that_is_not_there_is_said_so() -> None:
    with pytest.raises(Unreadable) as refused:
        fetch("https://calendar.invalid/", Seen(), seconds=4)
    assert refused.value.code in {"unknown-host", "too-slow"}
