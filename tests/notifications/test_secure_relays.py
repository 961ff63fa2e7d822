"""To the relay by TLS alone where that is asked for: with a certificate that is good, or not at all."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from services.notifications.smtp.conversation import Conversation
from services.notifications.smtp.reply import Phase
from services.notifications.smtp.server import Server, Unreachable
from tests.notifications.relays import Authority, Relay, listening
from tests.notifications.stage import Stage
from tests.sink import Sink
from tests.waiting import eventually

EMAIL = b"Subject: Hello\r\nTo: bea@example.org\r\n\r\nHello.\r\n"
SCHEMES = ("smtps", "smtp+starttls")


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.fixture(autouse=True)
def _trusted(authority: Authority, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.trusted))


@contextmanager
def _relay(scheme: str, context: ssl.SSLContext, **options: Any) -> Iterator[tuple[Relay, Server]]:
    how = {"implicit": context} if scheme == "smtps" else {"tls_context": context}
    with listening(**how, **options) as relay:
        yield relay, Server.at(f"{scheme}://office:p%40ss%20word@localhost:{relay.port}")


def _send(server: Server, recipient: str = "bea@example.org") -> tuple[Phase, str]:
    conversation = Conversation(server)
    reply = conversation.deliver("events@example.org", recipient, EMAIL)
    conversation.close()
    return reply.phase, reply.words


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_relay_with_a_good_certificate_is_told_the_password_and_the_email(
    authority: Authority, scheme: str
) -> None:
    # aiosmtpd knows no implicit TLS by itself, and would offer no AUTH there.
    with _relay(scheme, authority.context(), auth_require_tls=scheme != "smtps") as (relay, server):
        assert _send(server) == (Phase.DOT, "250 2.0.0 taken")
    assert (relay.recipients, relay.signed_in) == (["bea@example.org"], [b"office"])


BAD: dict[str, dict[str, Any]] = {
    "for another name": {"name": "other.example.org"},
    "signed by itself": {"self_signed": True},
    "expired": {"days": -1},
}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("flaw", BAD)
def test_a_relay_with_a_bad_certificate_hears_neither_the_password_nor_the_email(
    authority: Authority, scheme: str, flaw: str
) -> None:
    with (
        _relay(scheme, authority.context(**BAD[flaw])) as (relay, server),
        pytest.raises(Unreachable, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        _send(server)
    assert (relay.heard, relay.signed_in) == ([], [])


def test_a_relay_that_offers_no_tls_is_not_spoken_to_in_the_clear() -> None:
    with listening() as relay, pytest.raises(Unreachable, match="STARTTLS"):
        _send(Server.at(f"smtp+starttls://office:secret@localhost:{relay.port}"))
    assert (relay.heard, relay.signed_in) == ([], [])


def test_a_relay_that_refuses_the_password_costs_nobody_an_attempt(authority: Authority, due: Stage) -> None:
    with _relay("smtp+starttls", authority.context()) as (relay, _):
        due.send(f"smtp+starttls://office:wrong@localhost:{relay.port}")
    assert set(due.states().values()) == {"pending"}
    assert due.rows("SELECT sum(attempt) FROM deliveries") == [(0,)]
    assert due.rows("SELECT reason LIKE '%535%' FROM relay_health") == [(True,)]


def test_what_is_said_in_the_clear_before_tls_counts_for_nothing(authority: Authority) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_injecting, args=(listener, authority.context()), daemon=True).start()
        conversation = Conversation(Server.at(f"smtp+starttls://localhost:{listener.getsockname()[1]}"))
        reply = conversation.deliver("events@example.org", "josé@example.org", EMAIL)
        conversation.close()
    assert reply.words == "smtputf8-unsupported", "the capability was injected before TLS"


def _injecting(listener: socket.socket, context: ssl.SSLContext) -> None:
    plain, _ = listener.accept()
    plain.sendall(b"220 relay.example.org\r\n")
    plain.recv(1024)
    plain.sendall(b"250-relay.example.org\r\n250 STARTTLS\r\n")
    plain.recv(1024)
    plain.sendall(b"220 go on\r\n250-relay.example.org\r\n250 SMTPUTF8\r\n")
    with context.wrap_socket(plain, server_side=True) as secure:
        secure.recv(1024)
        secure.sendall(b"250 relay.example.org\r\n")
        secure.recv(1024)


def test_an_international_address_goes_where_smtputf8_is_announced(due: Stage) -> None:
    _rename(due)
    with listening(enable_SMTPUTF8=True) as relay:
        due.send(f"smtp://localhost:{relay.port}")
    assert "josé@example.org" in relay.recipients
    assert set(due.states().values()) == {"accepted"}


def test_and_fails_with_a_clear_word_where_it_is_not(due: Stage, sink: Sink) -> None:
    _rename(due)
    due.send(sink.url)
    state, reason = due.told()["josé@example.org"]
    assert (state, reason) == ("failed", "smtputf8-unsupported")
    assert len(sink.taken) == 19


def _rename(stage: Stage) -> None:
    with stage.database.engine.begin() as connection:
        for table in ("recipients", "deliveries"):
            connection.exec_driver_sql(
                f"UPDATE {table} SET address = 'josé@example.org', address_key = 'josé@example.org'"
                " WHERE address_key = 'person07@example.org'"
            )


def test_a_connection_takes_as_many_emails_as_the_address_says(due: Stage, sink: Sink) -> None:
    due.send(f"{sink.url}?emails=5")
    assert set(due.states().values()) == {"accepted"}
    assert sink.connections == 4 + 1, "and one with which it looked for more"


def test_a_connection_ends_at_the_age_that_the_address_says(sink: Sink) -> None:
    conversation = Conversation(Server.at(f"{sink.url}?seconds=1"))
    assert conversation.usable
    eventually(lambda: not conversation.usable, within=5)
    conversation.close()


@pytest.mark.parametrize("query", ["emails=0", "emails=many", "letters=5", "emails"])
def test_limits_that_are_none_are_refused(query: str) -> None:
    with pytest.raises(ValueError):
        Server.at(f"smtp://relay.example.org?{query}")
