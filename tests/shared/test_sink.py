"""The sink that other tests count by counts right."""

import smtplib

import pytest

from tests.sink import Fault, Sink


def _send(sink: Sink, recipient: str, subject: str = "Hello") -> None:
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=5) as client:
        client.sendmail(
            "from@example.org", [recipient], f"Message-ID: <1@example.org>\r\nSubject: {subject}\r\n\r\nText\r\n.dot"
        )


def test_it_remembers_each_email_that_it_took() -> None:
    with Sink() as sink:
        _send(sink, "ana@example.org")
        _send(sink, "ben@example.org", "=?utf-8?q?Cl=C3=ADnica?=")
        assert [(one.message_id, one.recipient, one.subject) for one in sink.received] == [
            ("<1@example.org>", "ana@example.org", "Hello"),
            ("<1@example.org>", "ben@example.org", "Clínica"),
        ]


@pytest.mark.parametrize("step", ["mail", "rcpt", "data", "dot"])
def test_it_refuses_where_it_is_told_to_and_remembers_nothing(step: str) -> None:
    with Sink(fault_for=lambda recipient: Fault(step, "451 4.3.0 later")) as sink:
        with pytest.raises((smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)):
            _send(sink, "ana@example.org")
        assert sink.taken == []


def test_it_hangs_up_after_the_body_without_taking_it() -> None:
    with Sink(fault_for=lambda recipient: Fault("dot")) as sink:
        with pytest.raises(smtplib.SMTPServerDisconnected):
            _send(sink, "ana@example.org")
        assert sink.taken == []


def test_it_takes_an_email_and_hangs_up_all_the_same() -> None:
    with Sink(fault_for=lambda recipient: Fault("dot", takes=True)) as sink:
        with pytest.raises(smtplib.SMTPServerDisconnected):
            _send(sink, "ana@example.org")
        assert len(sink.taken) == 1
