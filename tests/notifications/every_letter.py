"""One email of every kind that there is, as the relay gets it."""

import email
from datetime import timedelta
from email import policy
from typing import Any
from uuid import uuid4

from shared.messages.partners import SignInRequested
from shared.sealing import seal
from tests.notifications.builders import (
    HOST,
    NOON,
    a_partner,
    a_person,
    a_subscription,
    cancelled,
    changed,
    published,
)
from tests.notifications.builders import named as id_of
from tests.notifications.doors import Doors
from tests.notifications.notices import EVERY_KIND, UNION
from tests.notifications.stage import Stage
from tests.sink import Sink

_ANNOUNCEMENTS = "/api/v1/announcements"
_TEXTS = {
    "en": {"title": "The clinic moves", "text": "Dear all,\n\nfrom May on you find us at https://example.org/map.\n"},
    "es": {"title": "La clínica se muda", "text": "Desde mayo nos encuentra en https://example.org/map.\n"},
}
_SIGN_IN_LINK = "http://consortium.test/links/partners/a-secret-that-is-long-enough-to-be-one"


def every_letter(stage: Stage, sink: Sink, language: str) -> dict[str, bytes]:
    """By kind (and what has changed), the first of its emails. Everybody here reads one language."""
    sink.keep = True
    everywhere = tuple({"partner_id": at, "role": role} for at in (HOST, UNION) for role in ("admin", "coordinator"))
    stage.hear(
        a_partner(membership="member"),
        a_partner("union", title="La Unión"),
        *(a_person(name, language=language, roles=everywhere) for name in ("ana", "una", "rea")),
        a_person("bea", language=language),
        a_person("dan", language=language),
        a_person("office", language=language, consortium_roles=("office",)),
    )
    stage.follow(
        a_subscription(person="bea"),
        a_subscription(person="dan", frequency="daily"),
        a_subscription(email="gil@example.org", language=language),
    )
    news = published(summary="Blood pressure, sugar, and somebody who has time.", cost="free")
    notices = sorted((make() for make in EVERY_KIND.values()), key=lambda told: told.version)
    for told in (*notices, _sign_in(language), news):
        stage.hear(told)  # each by itself: the newest of several about one thing is all that is sent
        stage.tell()
        stage.send(sink.url)
    later = NOON + timedelta(days=13, hours=2)
    stage.hear(changed(2, starts_at=later), cancelled(3, starts_at=later, cancel_reason="A storm is coming."))
    stage.hear(published(event_id=id_of("event", "walk"), title="A walk by the river"))
    for _ in range(2):
        stage.clock.pass_(minutes=10)
        stage.tell()
        stage.send(sink.url)
    _announce(stage)
    stage.clock.time = NOON + timedelta(hours=20)
    stage.gather()
    stage.send(sink.url)
    return _by_kind(stage, sink)


def read(raw: bytes) -> Any:
    """An email as a mail program takes it apart."""
    return email.message_from_bytes(raw, policy=policy.default)


def part(raw: bytes, kind: str) -> str:
    """Its text, or its page."""
    return str(read(raw).get_body((kind,)).get_content()).replace("\r\n", "\n")


def _sign_in(language: str) -> SignInRequested:
    return SignInRequested(
        sign_in_id=uuid4(),
        person_id=id_of("person", "bea"),
        email="bea@example.org",
        language=language,
        sealed_link=seal(_SIGN_IN_LINK.encode(), "sign-in-link").decode(),
        expires_at=NOON + timedelta(hours=2),
    )


def _announce(stage: Stage) -> None:
    office = Doors(stage).to("office")
    made = office.post(_ANNOUNCEMENTS, json={"texts": _TEXTS, "target": {"kind": "everybody"}}).json()
    preview = office.get(f"{_ANNOUNCEMENTS}/{made['id']}/preview").json()
    office.post(f"{_ANNOUNCEMENTS}/{made['id']}/sending", json={"recipients": preview["recipients"]})
    stage.tell()


def _by_kind(stage: Stage, sink: Sink) -> dict[str, bytes]:
    rows = stage.rows("SELECT d.message_id, e.kind, e.change FROM deliveries d JOIN emails e ON e.id = d.email_id")
    kinds = {row.message_id: f"{row.kind}.{row.change}" for row in rows}
    found: dict[str, bytes] = {}
    for (message_id, _), raw in zip(sink.taken, sink.contents, strict=True):
        found.setdefault(kinds[message_id], raw)
    return found
