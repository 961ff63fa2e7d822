"""The demo's mailbox, by real SMTP and real HTTP."""

import json
import smtplib
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from plexus.embedded.ports import free_port
from plexus.mailbox.emails import Emails
from tests.waiting import eventually

NOT_WELL_FORMED = b"Message-ID: <<a>@b>\nSubject: =?utf-8?q?broken\nContent-Type: text/plain; charset=x\n\n\xff bytes"


@dataclass(frozen=True)
class Mailbox:
    url: str
    smtp_port: int

    def messages(self, query: str = "") -> list[dict[str, Any]]:
        with urllib.request.urlopen(f"{self.url}/api/messages{query}", timeout=5) as answer:
            found: list[dict[str, Any]] = json.load(answer)
        return found

    def page(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path, timeout=5) as answer:
            return str(answer.read().decode())

    def answers(self) -> bool:
        try:
            return self.messages() == []
        except urllib.error.URLError:
            return False

    def empty(self) -> int:
        request = urllib.request.Request(f"{self.url}/api/messages", method="DELETE")
        with urllib.request.urlopen(request, timeout=5) as answer:
            return int(answer.status)

    def take(self, email: EmailMessage) -> None:
        with smtplib.SMTP("127.0.0.1", self.smtp_port) as relay:
            relay.send_message(email)


def an_email(to: str = "ana@example.org", subject: str = "Feria de salud") -> EmailMessage:
    email = EmailMessage()
    email["From"] = "The office <office@example.org>"
    email["To"] = f"Ana Díaz <{to}>"
    email["Subject"] = subject
    email["Message-ID"] = "<feria@example.org>"
    email.set_content("See https://example.org/events/1 – mañana.")
    email.add_alternative("<html><head></head><body><h1>Mañana</h1><script>1</script></body></html>", "html")
    return email


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mailbox]:
    port, smtp_port = free_port(), free_port()
    environment = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PLEXUS_MAILBOX_PORT": str(port),
        "PLEXUS_MAILBOX_SMTP_PORT": str(smtp_port),
    }
    with subprocess.Popen([sys.executable, "-m", "plexus.mailbox"], env=environment) as process:
        box = Mailbox(f"http://127.0.0.1:{port}", smtp_port)
        eventually(box.answers, within=20)
        yield box
        process.terminate()


@pytest.fixture
def mailbox(running: Mailbox) -> Mailbox:
    running.empty()
    return running


def test_an_email_is_kept_with_everything_that_a_test_wants_to_know(mailbox: Mailbox) -> None:
    mailbox.take(an_email())
    [message] = mailbox.messages()
    assert message["to"] == "ana@example.org"
    assert message["from"] == "The office <office@example.org>"
    assert message["subject"] == "Feria de salud"
    assert message["message_id"] == "<feria@example.org>"
    assert "mañana" in message["text"]
    assert "<h1>Mañana</h1>" in message["html"]
    assert message["headers"]["To"] == "Ana Díaz <ana@example.org>"
    assert message["received_at"].endswith("+00:00")
    assert message["raw"].startswith("From: The office")


def test_the_newest_email_comes_first(mailbox: Mailbox) -> None:
    for subject in ("First", "Second", "Third"):
        mailbox.take(an_email(subject=subject))
    assert [message["subject"] for message in mailbox.messages()] == ["Third", "Second", "First"]


@pytest.mark.parametrize("asked", ["ana@example.org", "ANA@Example.ORG", "%20ana@example.org"])
def test_emails_are_found_by_recipient_in_whatever_case(mailbox: Mailbox, asked: str) -> None:
    mailbox.take(an_email(to="Ana@example.org"))
    mailbox.take(an_email(to="joana@example.org"))
    assert [message["to"] for message in mailbox.messages(f"?to={asked}")] == ["Ana@example.org"]


def test_emptying_the_mailbox_forgets_every_email(mailbox: Mailbox) -> None:
    mailbox.take(an_email())
    assert mailbox.empty() == 204
    assert mailbox.messages() == []


def test_the_page_lists_emails_and_shows_one_without_running_it(mailbox: Mailbox) -> None:
    mailbox.take(an_email(subject="<script>alert(1)</script>"))
    [message] = mailbox.messages()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in mailbox.page("/")
    page = mailbox.page(f"/emails/{message['id']}")
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in page
    assert "&lt;h1&gt;Mañana&lt;/h1&gt;" in page
    assert "<script>" not in page
    assert mailbox.page(f"/emails/{message['id']}/source").startswith("From: The office")


def test_an_email_that_is_no_longer_there_is_not_found(mailbox: Mailbox) -> None:
    with pytest.raises(urllib.error.HTTPError, match="404"):
        mailbox.page("/emails/999999")


def test_an_email_that_is_not_mime_is_shown_as_it_came(mailbox: Mailbox) -> None:
    with smtplib.SMTP("127.0.0.1", mailbox.smtp_port) as relay:
        relay.sendmail("", ["ana@example.org"], NOT_WELL_FORMED)
    [message] = mailbox.messages()
    assert "bytes" in message["text"]
    assert mailbox.page(f"/emails/{message['id']}")


def test_only_the_newest_emails_are_kept() -> None:
    emails = Emails(most=2)
    for number in range(3):
        emails.receive("office@example.org", ["ana@example.org"], f"Subject: {number}\n\n".encode())
    assert [found.subject for found in emails.newest_first()] == ["2", "1"]


def test_the_bytes_kept_are_bounded() -> None:
    emails = Emails(most_bytes=25)
    for number in range(3):
        emails.receive("office@example.org", ["ana@example.org"], f"Subject: {number}\n".encode())
    assert [found.subject for found in emails.newest_first()] == ["2", "1"]
