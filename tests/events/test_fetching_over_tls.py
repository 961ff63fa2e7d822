"""Fetching calendars over HTTPS: from whom the certificate says it is, and from nobody else."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from services.events.settings import EventsSettings
from services.events.sources import addresses, fetching
from services.events.sources.addresses import Unreadable
from services.events.sources.fetching import Fetched, Seen, fetch
from tests.events.calendars import Following, a_calendar, a_vevent
from tests.events.certificates import Authority
from tests.events.consortium import Consortium
from tests.events.foreign_site import ForeignSite, foreign_site

HOST = "calendar.example.org"
A_CALENDAR = a_calendar()

Site = Callable[[ssl.SSLContext], ForeignSite]


class Secure(ForeignSite):
    """A site by a name of its own, over TLS."""

    def url(self, path: str = "/calendar.ics") -> str:
        return f"https://{HOST}:{self.port}{path}"


@pytest.fixture
def authority(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Authority]:
    """An authority that is trusted like those of the system."""
    made = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.file))
    fetching._trust.cache_clear()
    yield made
    fetching._trust.cache_clear()


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """`site(context)` is a site at the host's name, on this machine."""
    looked_up = socket.getaddrinfo

    def resolve(host: str, port: int, *more: Any, **named: Any) -> list[Any]:
        here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
        return here if host == HOST else looked_up(host, port, *more, **named)

    monkeypatch.setattr(addresses.socket, "getaddrinfo", resolve)
    with ExitStack() as open_:

        def serving(tls: ssl.SSLContext) -> ForeignSite:
            there = open_.enter_context(foreign_site(tls))
            there.__class__ = Secure
            there.serves(A_CALENDAR)
            trusting = EventsSettings(calendar_hosts=f"{HOST}:{there.port}")
            monkeypatch.setattr(addresses, "events_settings", lambda: trusting)
            return there

        yield serving


def test_a_site_is_believed_whose_certificate_is_of_its_name_and_vouched_for(
    authority: Authority, site: Site
) -> None:
    there = site(authority.vouches(HOST))
    assert fetch(there.url(), Seen()) == Fetched(A_CALENDAR.encode(), Seen())
    assert there.asked[0]["Host"] == f"{HOST}:{there.port}"


@pytest.mark.parametrize(
    ("of", "code"),
    [
        (lambda authority: authority.vouches("another.example.org"), "certificate-of-another"),
        (lambda authority: authority.vouches(HOST, days=-1), "certificate-expired"),
        (lambda authority: authority.does_not_know(HOST), "certificate-unknown"),
    ],
    ids=["another name", "expired", "self-signed"],
)
def test_any_other_is_told_nothing_and_refused_once_for_all_times(
    of: Callable[[Authority], ssl.SSLContext], code: str, authority: Authority, site: Site, consortium: Consortium
) -> None:
    there = site(of(authority))
    with pytest.raises(Unreadable) as refused:
        fetch(there.url(), Seen())
    assert refused.value.code == code
    source = Following(consortium, there).switched_on()
    preview = consortium.coordinator.post(f"/api/v1/calendars/sources/{source.id}/preview")
    assert (preview.status_code, preview.json()["code"]) == (422, code)
    for _ in range(3):
        shown = source.reads_again()
    assert [(problem["code"], problem["times"]) for problem in shown["problems"]] == [(code, 3)]
    assert there.asked == []


def test_a_redirect_into_our_own_network_is_refused_and_so_is_plain_talk_where_tls_is_spoken(
    authority: Authority, site: Site
) -> None:
    there = site(authority.vouches(HOST))
    plain = f"http://{HOST}:{there.port}/calendar.ics"
    there.says(302, "/moved", Location=f"https://127.0.0.1:{there.port}/calendar.ics")
    with pytest.raises(Unreadable) as refused:
        fetch(there.url("/moved"), Seen())
    assert refused.value.code == "address-refused"
    with pytest.raises(Unreadable) as broken:
        fetch(plain, Seen())
    assert broken.value.code == "unreachable"


def test_what_comes_in_over_tls_comes_in(authority: Authority, site: Site, consortium: Consortium) -> None:
    there = site(authority.vouches(HOST))
    source = Following(consortium, there).switched_on()
    assert source.reads(a_vevent("a"))["health"] == "ok"
    assert [event["title"] for event in source.events] == ["Food pantry"]
