"""Copies of the neighbors' records, and snapshots for a neighbor that lost its own."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.events.copies import actions as copies
from services.events.worker import ears
from shared.database import Database
from shared.inbox import hear
from shared.messages import Envelope, Message, notifications, partners
from shared.messages.counted import Count
from tests.events.consortium import EVENTS, Consortium, changed


def _heard(store: Database, message: Message) -> str | None:
    """What the ledger says of a message that came by the ear."""
    envelope = Envelope(
        id=uuid4(),
        teller=message.teller(),
        name=message.name,
        body=message.model_dump(mode="json"),
        correlation_id="0" * 32,
        told_at=datetime.now(UTC),
    )
    assert hear(store, ears, envelope).acknowledged
    with store.session() as session:
        outcome: str | None = session.scalar(
            text("SELECT outcome FROM inbox WHERE message_id = :id"), {"id": envelope.id}
        )
        return outcome


COPIED: dict[str, Any] = {
    "partners": lambda thing, **said: partners.PartnerChanged(
        partner_id=thing, slug="s", title="T", kind="clinic", state="active", time_zone="UTC", **said
    ),
    "people": lambda thing, **said: partners.PersonChanged(
        person_id=thing, full_name="N", email="n@example.org", time_zone="UTC", **said
    ),
    "groups": lambda thing, **said: partners.GroupChanged(
        group_id=thing, title="T", owner_ids=(uuid4(),), member_ids=(uuid4(), uuid4()), **said
    ),
    "communities": lambda thing, **said: partners.CommunityChanged(community_id=thing, slug="s", title="T", **said),
    "initiatives": lambda thing, **said: partners.InitiativeChanged(
        initiative_id=thing, slug="s", title="T", state="active", **said
    ),
}


@pytest.mark.parametrize("table", COPIED)
def test_the_newest_version_wins_in_whatever_order_they_come(consortium: Consortium, table: str) -> None:
    thing: UUID = uuid4()
    outcomes = [_heard(consortium.store, COPIED[table](thing, version=version)) for version in (2, 4, 3, 4)]
    assert outcomes == [None, None, "stale: v4 is known", "stale: v4 is known"]
    assert consortium.execute(f"SELECT version FROM {table} WHERE id = :id", id=thing) == [(4,)]


def test_a_person_who_has_left_comes_in_no_more(consortium: Consortium) -> None:
    person = consortium.person(consortium_roles=("office",))
    door = consortium.as_(person)
    assert door.get(EVENTS).status_code == 200
    consortium.person(person_id=person, state="left", version=2)
    assert (door.get(EVENTS).status_code, door.get(EVENTS).json()["code"]) == (401, "invalid-token")


def test_a_neighbor_that_asks_is_told_everything_that_was_ever_told_and_nobody_else_is(
    consortium: Consortium,
) -> None:
    event = consortium.published()
    for title in ("Second", "Third"):
        event = changed(consortium.coordinator, event, title=title).json()
    consortium.draft()
    untold = consortium.draft()
    consortium.coordinator.post(f"{EVENTS}/{untold['id']}/cancellation", json={"reason": "No."})
    [recorded] = consortium.imported(consortium.a_record(state="completed"))
    program = {"external_id": "p", "slug": "plunge", "title": "Plunge"}
    consortium.office.post("/api/v1/imports/programs", json={"records": [program]})
    place = {"event_id": recorded["id"], "person_id": str(consortium.person()), "state": "registered"}
    consortium.office.post("/api/v1/imports/registrations", json={"records": [place | {"external_id": "r"}]})
    newest = {
        "event_recorded": [*consortium.told("event_changed")[-1:], *consortium.told("event_recorded")],
        "program_changed": consortium.told("program_changed"),
        "registration_recorded": consortium.told("registration_recorded"),
    }
    consortium.execute("DELETE FROM outbox")
    assert _heard(consortium.store, notifications.CopiesRequested()) is None
    for name, bodies in newest.items():
        told = consortium.told(name)
        assert sorted(told, key=str) == sorted(bodies, key=str), name
    assert consortium.execute("SELECT DISTINCT listener FROM outbox") == [("notifications",)]


def test_copies_are_asked_for_by_a_message(consortium: Consortium) -> None:
    with consortium.store.transaction() as session:
        copies.request_copies(session)
    assert consortium.execute("SELECT listener, name FROM outbox") == [("partners", "events.copies_requested")]


def _digest(*records: tuple[UUID, int]) -> str:
    words = (hashlib.md5(f"{key}:{version}".encode()).hexdigest() for key, version in records)
    return str(sum(int(word[:13], 16) for word in words))


def _told_of(store: Database, *, version: int) -> tuple[str | None, int]:
    """What becomes of the word that there is one community, in this version; and how often copies were asked for."""
    community = uuid4()
    _heard(store, COPIED["communities"](community, version=1))
    counted = Count(kind="communities", count=1, digest=_digest((community, version)))
    outcome = _heard(store, partners.RecordsCounted(records=(counted,)))
    with store.session() as session:
        asked = session.scalar(text("SELECT count(*) FROM outbox WHERE name = 'events.copies_requested'"))
    return outcome, asked or 0


def test_copies_that_are_as_they_should_be_are_left_alone(database_of: Callable[[str], Database]) -> None:
    assert _told_of(database_of("events"), version=1) == (None, 0)


def test_copies_that_differ_are_asked_for_anew_and_the_ledger_says_so(database_of: Callable[[str], Database]) -> None:
    assert _told_of(database_of("events"), version=2) == ("differs: communities", 1)
