"""Every message that concerns a few reaches exactly whom the consortium's file names.

Preview, mailbox and history are compared with it, each as a set.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from services.notifications.emails.preview import foresee
from shared.messages import Message, participation
from tests.notifications.builders import NOON, named
from tests.notifications.demonstration import DEMO
from tests.notifications.doors import Doors
from tests.notifications.notices import sealed
from tests.notifications.stage import Stage
from tests.notifications.test_emails_end_to_end import received
from tests.oracle import Record, Told, begins, normalized
from tests.oracles import notices as oracle
from tests.sink import Sink

NIGHT = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)  # 22:30 in Chicago
REGISTRATION_CHANGES = ("registered", "waitlisted", "offered", "promoted", "cancelled_by_host", "lapsed")
ACCOMMODATION_CHANGES = ("requested", "confirmed", "review_needed", "due_soon", "not_possible")


def _occasion(event: Record) -> Record:
    return {
        "event_id": named("event", event["id"]),
        "uid": event["uid"],
        "title": event["id"],
        "host_id": named("partner", event["host"]),
        "starts_at": begins(event),
        "ends_at": begins(event) + timedelta(days=400),  # that it is over is not what this is about
        "time_zone": event["time_zone"],
    }


def _of_an_event(event: Record, at: datetime) -> Iterator[tuple[Message, Told]]:
    occasion, asker = _occasion(event), DEMO.data["people"][len(event["title"])]["id"]
    for reviewers in ("partner", "office"):
        review = {"review_id": named("review", event["id"] + reviewers), "occasion": occasion}
        asked_by = {"requested_by": named("person", asker)}
        yield (
            participation.ReviewRequested(**review, **asked_by, reviewers=reviewers),
            oracle.review_requested(DEMO, event, reviewers, at),
        )
    answered = {"review_id": named("answered", event["id"]), "occasion": occasion, "answer": "approved"}
    yield participation.ReviewAnswered(**answered, **asked_by), oracle.review_answered(DEMO, asker, at)
    until = {"expires_at": at + timedelta(days=300)}
    for cohost in event["cohosts"]:
        between = {"occasion": occasion, "partner_id": named("partner", cohost["partner"])}
        between["invited_by"] = named("person", asker)
        yield (
            participation.CohostInvited(**between, **until, role=cohost["role"], sealed_link=sealed()),
            oracle.cohost_invited(DEMO, cohost["partner"], at),
        )
        yield (
            participation.CohostAnswered(**between, answer="accepted"),
            oracle.cohost_answered(DEMO, event, asker, at),
        )
    yield (
        participation.NumbersRequested(occasion=occasion, time=1, sealed_link=sealed(), **until),
        oracle.numbers_requested(DEMO, event, at),
    )


def _of_people(at: datetime) -> Iterator[tuple[Message, Told]]:
    for place, record in enumerate(DEMO.data["registrations"]):
        change = REGISTRATION_CHANGES[place % len(REGISTRATION_CHANGES)]
        if begins(DEMO.event(record["event"])) <= at:
            change = "registered"  # no offer leaves once its event has begun
        yield (
            participation.RegistrationChanged(
                registration_id=named("changed", record["id"]),
                occasion=_occasion(DEMO.event(record["event"])),
                registrant={"person_id": named("person", record["person"])},
                change=change,
                live=change not in {"cancelled_by_host", "lapsed"},
                offer_expires_at=at + timedelta(days=300),
                sealed_link=sealed(),
            ),
            oracle.registration_changed(DEMO, record, change, at),
        )
    arrangers = [person["id"] for person in DEMO.data["people"][:9]]
    for record in DEMO.data["accommodation_requests"]:
        for change in ACCOMMODATION_CHANGES:
            yield (
                participation.AccommodationChanged(
                    accommodation_id=named(change, record["id"]),
                    occasion=_occasion(DEMO.event(record["event"])),
                    registrant={"person_id": named("person", record["person"])},
                    change=change,
                    answer_by=at + timedelta(days=2),
                    arranger_ids=tuple(named("person", one) for one in arrangers),
                ),
                oracle.accommodation_changed(DEMO, record, change, arrangers, at),
            )
    for record in DEMO.data["calendars"]:
        yield (
            participation.SourceHealthChanged(
                source_id=named("source", record["id"]),
                partner_id=named("partner", record["partner"]),
                title=record["title"],
                healthy=False,
            ),
            oracle.source_health_changed(DEMO, record, at),
        )


def _everything(at: datetime) -> list[tuple[Message, Told]]:
    these = DEMO.data["events"][0 if at == NOON else 1 :: 2]
    of_events = [pair for event in these for pair in _of_an_event(event, at)]
    return [*of_events, *_of_people(at)]


@pytest.mark.parametrize("at", [NOON, NIGHT])
def test_every_notice_reaches_exactly_whom_the_file_names(demo: Stage, sink: Sink, at: datetime) -> None:
    demo.clock.time, sink.keep = at, True
    told = _everything(at)
    with demo.database.session() as session:
        foreseen = [_foreseen(foresee(session, message)) for message, _ in told]
    assert [
        message for (message, expected), would in zip(told, foreseen, strict=True) if would != _flat(expected)
    ] == []
    demo.hear(*(message for message, _ in told))
    _tell_all(demo)
    emails = demo.rows("SELECT id, cause_message FROM emails ORDER BY id")
    became = _history(Doors(demo).to("office"))
    assert became == _became(demo)
    wrong = [
        message
        for email, (message, expected) in zip(emails, told, strict=True)
        if (email.cause_message, became[email.id]) != (message.name, _flat(expected))
    ]
    assert wrong == []
    while demo.rows("SELECT FROM deliveries WHERE state = 'pending' AND next_attempt_at <= :at LIMIT 1", at=at):
        demo.send(sink.url)
    expected_mail = {
        (who, email.id) for email, (_, expected) in zip(emails, told, strict=True) for who in expected.at_once
    }
    left = {tuple(row) for row in demo.rows("SELECT address_key, email_id FROM deliveries WHERE state = 'accepted'")}
    assert left == expected_mail
    assert len(sink.contents) == len(expected_mail)
    assert {normalized(address) for address in received(sink)} == {address for address, _ in expected_mail}


@pytest.mark.parametrize("at", [NOON, NIGHT])
def test_who_is_asked_no_longer_hears_it_if_she_had_heard_that_she_is_asked(
    demo: Stage, sink: Sink, at: datetime
) -> None:
    demo.clock.time = at
    asked = [(event, cohost["partner"]) for event in DEMO.data["events"][::2] for cohost in event["cohosts"]]
    for event, partner in asked:
        between = {"occasion": _occasion(event), "partner_id": named("partner", partner), "role": "cohost"}
        until = {"expires_at": at + timedelta(days=300), "sealed_link": sealed()}
        demo.hear(participation.CohostInvited(**between, **until))
    _tell_all(demo)
    while demo.rows("SELECT FROM deliveries WHERE state = 'pending' AND next_attempt_at <= :at LIMIT 1", at=at):
        demo.send(sink.url)
    expected, foreseen = [], []
    for event, partner in asked:
        between = {"occasion": _occasion(event), "partner_id": named("partner", partner), "role": "cohost"}
        message = participation.CohostUninvited(**between, version=2)
        invited = oracle.cohost_invited(DEMO, partner, at)
        expected.append(_flat(oracle.cohost_uninvited(DEMO, partner, invited, at)))
        with demo.database.session() as session:
            foreseen.append(_foreseen(foresee(session, message)))
        demo.hear(message)
    assert foreseen == expected
    _tell_all(demo)
    became = _became(demo)
    emails = demo.rows("SELECT id FROM emails WHERE kind = 'cohost_uninvited' ORDER BY id")
    assert [became.get(email.id, {}) for email in emails] == expected
    assert (
        demo.rows(
            "SELECT FROM deliveries d JOIN emails e ON e.id = email_id WHERE e.kind = 'cohost_invited'"
            " AND d.state IN ('pending', 'deferred')"
        )
        == []
    )


def _tell_all(stage: Stage) -> None:
    while stage.rows("SELECT FROM emails WHERE state = 'settling' LIMIT 1"):
        stage.tell()


def _foreseen(people: list[dict[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in people:
        if one["would"] == "suppressed":
            found[one["key"]] = ("suppressed", one["reason"])
        elif one["held_until"]:
            found[one["key"]] = ("held", one["language"], one["held_until"])
        else:
            found[one["key"]] = ("now", one["language"])
    return found


def _history(office: TestClient) -> dict[object, dict[str, Any]]:
    """What the office reads of all emails, page by page."""
    found: dict[object, dict[str, Any]] = defaultdict(dict)
    cursor: str | None = ""
    while cursor is not None:
        page = office.get("/api/v1/deliveries", params={"limit": 200} | ({"cursor": cursor} if cursor else {})).json()
        for item in page["items"]:
            row = SimpleNamespace(**item, next_at=item["next_attempt_at"])
            row.next_attempt_at = row.next_at and datetime.fromisoformat(row.next_at)
            found[UUID(row.email_id)][normalized(row.recipient)] = _what(row)
        cursor = page["next"]
    return found


def _became(stage: Stage) -> dict[object, dict[str, Any]]:
    found: dict[object, dict[str, Any]] = defaultdict(dict)
    for row in stage.rows("SELECT * FROM deliveries"):
        found[row.email_id][normalized(row.address)] = _what(row)
    return found


def _what(row: Any) -> tuple[Any, ...]:
    if row.state == "suppressed":
        return "suppressed", row.reason
    if row.reason == "quiet-hours":
        return "held", row.language, row.next_attempt_at
    return "now", row.language


def _flat(told: Told) -> dict[str, Any]:
    return (
        {address: ("now", language) for address, language in told.at_once.items()}
        | {address: ("held", *how) for address, how in told.held_until.items()}
        | {address: ("suppressed", reason) for address, reason in told.suppressed.items()}
    )
