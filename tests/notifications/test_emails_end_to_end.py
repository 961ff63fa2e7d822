"""From a heard message to bytes at a relay: links, secrets, and what belongs to followers alone."""

import email
from datetime import timedelta
from email import policy
from email.message import EmailMessage

import pytest

from services.notifications.emails.letters import _SEALED_FOR
from shared.messages.partners import SignInRequested
from shared.sealing import seal
from tests.notifications.builders import a_partner, a_person, a_subscription, cancelled, named, published
from tests.notifications.doors import Doors
from tests.notifications.stage import Stage
from tests.sink import Fault, Sink

SECRET = "http://consortium.test/links/partners/a-very-secret-token"


def sign_in(stage: Stage) -> SignInRequested:
    return SignInRequested(
        sign_in_id=named("sign-in", "one"),
        person_id=named("person", "bea"),
        email="bea@example.org",
        language="es",
        sealed_link=seal(SECRET.encode(), _SEALED_FOR).decode(),
        expires_at=stage.clock.time + timedelta(minutes=15),
    )


def received(sink: Sink) -> dict[str, EmailMessage]:
    found = {}
    for raw in sink.contents:
        message = email.message_from_bytes(raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        found[str(message["To"])] = message
    return found


def everything_kept(stage: Stage) -> str:
    """All of all tables, as text."""
    tables = stage.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return "\n".join(str(row) for (table,) in tables for row in stage.rows(f"SELECT t::text FROM {table} t"))


@pytest.fixture
def mail(sink: Sink) -> Sink:
    sink.keep = True
    return sink


def test_a_sign_in_link_goes_out_at_once_in_her_language_and_is_kept_nowhere(stage: Stage, mail: Sink) -> None:
    stage.hear(a_person("bea", quiet_hours={"start": "00:00", "end": "23:59"}))
    stage.hear(sign_in(stage))
    assert SECRET not in everything_kept(stage)
    stage.tell()
    stage.send(mail.url)
    message = received(mail)["bea@example.org"]
    body = message.get_body(("plain",))
    assert body is not None
    assert SECRET in body.get_content()
    assert message["Subject"] == "Entrar en Two Rivers Health Consortium"
    assert message["List-Unsubscribe"] is None
    assert SECRET not in everything_kept(stage)
    assert stage.rows("SELECT sealed FROM emails") == [(None,)]
    assert stage.rows("SELECT state, class FROM deliveries") == [("accepted", "urgent")]


def test_a_sign_in_link_that_was_not_delivered_in_time_is_forgotten(stage: Stage, mail: Sink) -> None:
    stage.hear(sign_in(stage))
    stage.tell()
    mail.fault_for = lambda recipient: Fault("rcpt", "450 4.2.0 later") if recipient else None
    stage.send(mail.url)
    stage.clock.pass_(minutes=20)
    stage.sweep()
    stage.send(mail.url)
    assert stage.rows("SELECT sealed FROM emails") == [(None,)]
    assert stage.states() == {"bea@example.org": "expired"}


def test_a_sign_in_asked_for_once_is_one_email_however_often_it_is_heard(stage: Stage) -> None:
    stage.hear(sign_in(stage), sign_in(stage))
    stage.tell()
    assert len(stage.rows("SELECT FROM deliveries")) == 1


def test_what_is_followed_can_be_left_with_one_click_and_what_is_not_cannot(stage: Stage, mail: Sink) -> None:
    stage.hear(a_partner(), a_person("ana", role_at="clinic"), a_person("bea"))
    stage.follow(a_subscription(person="bea"), a_subscription("topic", "heart", email="cem@example.org"))
    stage.hear(published(topics=("heart",)))
    stage.tell()
    stage.send(mail.url)
    emails = received(mail)
    assert emails["ana@example.org"]["List-Unsubscribe"] is None
    for follower in ("bea@example.org", "cem@example.org"):
        link = str(emails[follower]["List-Unsubscribe"])
        assert link.startswith("<http://consortium.test/links/notifications/")
        assert emails[follower]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_whoever_was_only_told_before_can_leave_with_one_click_too(stage: Stage, mail: Sink) -> None:
    stage.hear(a_partner(), a_person("ana", role_at="clinic"), published())
    stage.tell()
    stage.send(mail.url)
    stage.hear(a_person("ana", version=2), cancelled(2))
    stage.tell()
    mail.contents.clear()
    stage.send(mail.url)
    message = received(mail)["ana@example.org"]
    link = str(message["List-Unsubscribe"]).strip("<>")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    door = Doors(stage).to("stranger")
    assert "<button>" in door.get(link).text
    assert stage.rows("SELECT FROM suppressions") == []
    door.post(link, data={"List-Unsubscribe": "One-Click"})
    assert stage.rows("SELECT address_key, scope FROM suppressions") == [("ana@example.org", "following")]


def test_each_person_is_told_why_she_gets_it(stage: Stage, mail: Sink) -> None:
    stage.hear(a_partner(), a_person("ana", role_at="clinic"), a_person("bea"), a_person("cem"))
    stage.follow(
        a_subscription("partner", str(named("partner", "clinic")), person="bea"),
        a_subscription(person="bea"),
        a_subscription(person="cem"),
    )
    stage.hear(published())
    stage.tell()
    stage.send(mail.url)
    whys = {}
    for address, message in received(mail).items():
        body = message.get_body(("plain",))
        assert body is not None
        whys[address.partition("@")[0]] = next(
            line for line in body.get_content().splitlines() if line.startswith("You get this")
        )
    assert whys == {
        "ana": "You get this because you work for a partner that carries this event.",
        "bea": "You get this because you follow The clinic.",
        "cem": "You get this because you follow everything that happens here.",
    }


def test_an_email_that_is_sent_again_is_the_same_email(stage: Stage, mail: Sink) -> None:
    stage.hear(a_partner(), a_person("ana", role_at="clinic"), published())
    stage.tell()
    mail.fault_for = lambda recipient: Fault("dot", takes=True) if recipient else None
    stage.send(mail.url)
    mail.fault_for = lambda _: None
    stage.clock.pass_(minutes=7)
    stage.send(mail.url)
    first, second = (email.message_from_bytes(raw, policy=policy.default) for raw in mail.contents)
    for header in ("Message-ID", "Date", "Subject", "From", "To"):
        assert first[header] == second[header]
