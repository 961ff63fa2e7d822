"""Where the relay is: what an address says, and what a conversation refuses to be told."""

import smtplib
import ssl

import pytest

from services.notifications.smtp.conversation import Conversation
from services.notifications.smtp.reply import Phase
from services.notifications.smtp.server import Server, Unreachable
from tests.sink import Fault, Sink

EMAIL = b"To: a@example.org\r\nMessage-ID: <x@example.org>\r\n\r\n.a line that begins with a dot\r\n.\r\nthe end\r\n"


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example.org", Server("smtp", "mail.example.org", 25)),
        ("smtp://127.0.0.1:1025", Server("smtp", "127.0.0.1", 1025)),
        (
            "smtp+starttls://me:p%40ss@mail.example.org",
            Server("smtp+starttls", "mail.example.org", 587, "me", "p@ss"),
        ),
        (
            "smtps://me%40example.org:x@mail.example.org",
            Server("smtps", "mail.example.org", 465, "me@example.org", "x"),
        ),
    ],
)
def test_an_address_names_a_relay(url: str, server: Server) -> None:
    assert Server.at(url) == server


@pytest.mark.parametrize("url", ["http://mail.example.org", "smtp://", "mail.example.org", "smtp:mail"])
def test_what_names_no_relay_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="PLEXUS_SMTP_URL"):
        Server.at(url)


def test_a_password_is_never_said_to_a_relay_that_offers_no_encryption(sink: Sink) -> None:
    with pytest.raises(Unreachable, match="STARTTLS"):
        Server("smtp+starttls", "127.0.0.1", sink.port, "me", "secret").connect()


def test_encryption_checks_whom_it_talks_to(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[ssl.SSLContext] = []

    def refuse(host: str, port: int, *, timeout: float, context: ssl.SSLContext) -> None:
        given.append(context)
        raise smtplib.SMTPException("enough")

    monkeypatch.setattr(smtplib, "SMTP_SSL", refuse)
    with pytest.raises(Unreachable):
        Server.at("smtps://mail.example.org").connect()
    assert given[0].verify_mode is ssl.CERT_REQUIRED
    assert given[0].check_hostname


@pytest.mark.parametrize("pipelining", [True, False])
def test_lines_that_begin_with_a_dot_arrive_as_they_were(sink: Sink, pipelining: bool) -> None:
    sink.keep, sink.pipelining = True, pipelining
    talk = Conversation(Server.at(sink.url))
    assert talk.deliver("office@example.org", "a@example.org", EMAIL).code == 250
    talk.close()
    assert sink.contents == [EMAIL]


@pytest.mark.parametrize("pipelining", [True, False])
def test_after_a_refusal_the_same_conversation_goes_on(sink: Sink, pipelining: bool) -> None:
    sink.pipelining = pipelining
    sink.fault_for = lambda recipient: Fault("rcpt", "550 5.1.1 no") if recipient == "no@example.org" else None
    talk = Conversation(Server.at(sink.url))
    answers = [talk.deliver("o@example.org", f"{who}@example.org", EMAIL) for who in ("a", "no", "b")]
    talk.close()
    assert [(answer.phase, answer.code) for answer in answers] == [
        (Phase.DOT, 250),
        (Phase.RCPT, 550),
        (Phase.DOT, 250),
    ]
    assert [recipient for _, recipient in sink.taken] == ["a@example.org", "b@example.org"]
    assert sink.connections == 1


def test_an_address_beyond_ascii_is_refused_where_the_relay_cannot_take_it(sink: Sink) -> None:
    talk = Conversation(Server.at(sink.url))
    answer = talk.deliver("o@example.org", "niño@example.org", EMAIL)
    talk.close()
    assert (answer.code, answer.words) == (553, "smtputf8-unsupported")


def test_a_reply_that_does_not_end_is_no_reply(sink: Sink) -> None:
    sink.fault_for = lambda recipient: Fault("rcpt", "250-" + "x" * 200_000) if recipient else None
    talk = Conversation(Server.at(sink.url))
    answer = talk.deliver("o@example.org", "a@example.org", EMAIL)
    talk.close()
    assert (answer.phase, answer.code) == (Phase.RCPT, None)
    assert not talk.usable
