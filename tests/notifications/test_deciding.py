"""What is heard becomes at most one email, decided against the newest known state."""

from datetime import timedelta

import pytest

from tests.notifications.builders import (
    EVENT,
    HOST,
    NOON,
    an_event,
    cancelled,
    changed,
    named,
    published,
    recorded,
)
from tests.notifications.stage import Stage

LATER = NOON + timedelta(days=14)


TOMORROW = NOON + timedelta(hours=20)


def test_a_publication_is_told_at_once(known: Stage) -> None:
    known.hear(published())
    known.tell()
    assert known.told() == {"ana@example.org": ("pending", None), "bea@example.org": ("pending", None)}
    assert known.ledger() == [(1, "published", "done", None)]


def test_the_same_version_heard_by_two_messages_is_one_email(known: Stage) -> None:
    known.hear(published(), published())
    assert len(known.ledger()) == 1


def test_three_edits_become_one_email_after_five_minutes_of_quiet(told: Stage) -> None:
    for version in (2, 3, 4):
        told.clock.pass_(minutes=4)
        told.hear(changed(version, starts_at=LATER + timedelta(hours=version)))
        told.tell()
    told.clock.pass_(minutes=4)
    told.tell()
    assert [row[2] for row in told.ledger()] == ["done", "superseded", "superseded", "settling"]
    told.clock.pass_(minutes=1)
    told.tell()
    assert told.ledger()[1:] == [
        (2, "moved", "superseded", "superseded by v3"),
        (3, "moved", "superseded", "superseded by v4"),
        (4, "moved", "done", None),
    ]
    (email,) = told.rows("SELECT snapshot, previous FROM emails WHERE state = 'done' AND cause_version = 4")
    assert email.snapshot["starts_at"] == (LATER + timedelta(hours=4)).isoformat().replace("+00:00", "Z")
    assert email.previous["version"] == 1


@pytest.mark.parametrize(
    "typo",
    [
        {"summary": "Come as you are."},
        {"cost": "free"},
        {"accessibility_statement": "Step-free."},
        {"community_ids": (named("community", "south"),)},
        {"cohosts": ({"partner_id": named("partner", "union"), "state": "invited"},)},
    ],
)
def test_an_edit_that_nobody_needs_to_hear_of_tells_nobody(told: Stage, typo: dict[str, object]) -> None:
    assert told.hear(changed(2, **typo)) == "nobody needs to hear of it"
    assert len(told.ledger()) == 1


def test_an_edit_rides_along_with_the_next_email(told: Stage) -> None:
    told.hear(changed(2, summary="Come as you are."))
    told.hear(changed(3, summary="Come as you are.", title="Heart screening"))
    told.clock.pass_(minutes=5)
    told.tell()
    (email,) = told.rows("SELECT snapshot FROM emails WHERE change = 'changed' AND state = 'done'")
    assert (email.snapshot["summary"], email.snapshot["title"]) == ("Come as you are.", "Heart screening")


def test_what_is_changed_back_while_it_settles_tells_nobody(told: Stage) -> None:
    told.hear(changed(2, title="Heart screening"), changed(3))
    told.clock.pass_(minutes=6)
    told.tell()
    assert told.ledger()[1:] == [(2, "changed", "superseded", "superseded by v3")]


CHANGES = {
    "title": ({"title": "Heart screening"}, "changed"),
    "hosts": (
        {"cohosts": ({"partner_id": named("partner", "union"), "state": "accepted"},)},
        "changed",
    ),
    "time": ({"starts_at": LATER}, "moved"),
    "place": ({"venue": {"name": "Elsewhere"}}, "moved"),
    "online": ({"online_url": "https://meet.example.org/1"}, "moved"),
    "mode": ({"attendance_mode": "mixed"}, "moved"),
    "state": ({"state": "postponed"}, "postponed"),
}


@pytest.mark.parametrize("part", CHANGES)
def test_what_people_must_hear_of_is_told(told: Stage, part: str) -> None:
    edit, change = CHANGES[part]
    told.hear(changed(2, **edit))
    assert told.ledger()[-1][1:3] == (change, "settling")
    told.tell()
    assert told.ledger()[-1][2] == ("done" if change == "postponed" else "settling")


@pytest.mark.parametrize(
    ("edit", "urgency", "waits"),
    [
        ({"starts_at": TOMORROW}, "urgent", False),
        ({"starts_at": LATER}, "normal", True),
    ],
)
def test_a_move_to_within_a_day_is_urgent_and_does_not_wait(
    told: Stage, edit: dict[str, object], urgency: str, waits: bool
) -> None:
    told.hear(changed(2, **edit))
    (email,) = told.rows("SELECT class, due_at FROM emails WHERE cause_version = 2")
    assert (email[0], email.due_at > told.clock.time) == (urgency, waits)


def test_moving_away_what_was_to_begin_within_a_day_is_urgent_too(known: Stage) -> None:
    known.hear(published(starts_at=TOMORROW))
    known.tell()
    known.hear(changed(2, starts_at=LATER))
    assert known.rows("SELECT class FROM emails WHERE change = 'moved'") == [("urgent",)]


def test_a_cancellation_takes_the_place_of_what_settles(told: Stage) -> None:
    told.hear(changed(2, starts_at=LATER), cancelled(3))
    told.tell()
    assert told.ledger()[1:] == [(2, "moved", "superseded", "superseded by v3"), (3, "cancelled", "done", None)]
    assert set(told.told("cancelled")) == {"ana@example.org", "bea@example.org"}


def test_version_four_heard_before_three_is_what_is_known_and_the_ledger_says_what_became_of_both(
    told: Stage,
) -> None:
    told.hear(changed(2, title="Two"))
    told.hear(changed(4, title="Four"), changed(3, title="Three"))
    told.clock.pass_(minutes=5)
    told.tell()
    assert told.rows("SELECT version, fact->>'title' FROM events") == [(4, "Four")]
    assert sorted(told.ledger()[1:]) == [
        (2, "changed", "superseded", "superseded by v4"),
        (3, "changed", "superseded", "superseded by v4"),
        (4, "changed", "done", None),
    ]


def test_a_change_heard_before_the_publication_is_told_as_the_publication(known: Stage) -> None:
    known.hear(changed(2, title="Newer"), published())
    known.tell()
    assert sorted(known.ledger()) == [
        (1, "published", "superseded", "superseded by v2"),
        (2, "published", "done", None),
    ]


def test_a_cancellation_heard_before_the_publication_tells_nobody(known: Stage) -> None:
    known.hear(cancelled(2), published())
    known.tell()
    assert sorted(known.ledger()) == [
        (1, "published", "superseded", "superseded by v2"),
        (2, "cancelled", "superseded", "nobody had been told"),
    ]


def test_a_snapshot_that_came_before_the_publication_does_not_swallow_it(known: Stage) -> None:
    known.hear(recorded(), published())
    known.tell()
    assert known.ledger() == [(1, "published", "done", None)]


def test_an_imported_event_tells_nobody_and_is_what_later_edits_are_compared_with(known: Stage) -> None:
    known.hear(recorded())
    assert known.ledger() == []
    known.hear(changed(2, starts_at=LATER))
    known.clock.pass_(minutes=5)
    known.tell()
    assert known.ledger() == [(2, "moved", "done", None)]
    assert set(known.told()) == {"ana@example.org", "bea@example.org"}


def test_an_import_of_a_newer_state_is_what_later_edits_are_compared_with(known: Stage) -> None:
    known.hear(recorded(), recorded(version=2, starts_at=LATER), changed(3, starts_at=LATER, summary="New words."))
    assert known.ledger() == []


def test_a_far_off_event_is_known_by_its_copy_alone_until_it_is_published(known: Stage) -> None:
    assert known.hear(recorded(state="draft")) is None
    assert known.hear(published(version=2)) is None
    known.tell()
    assert known.ledger() == [(2, "published", "done", None)]
    assert known.rows("SELECT id, host_id, state FROM events") == [(EVENT, HOST, "published")]
    assert an_event()["event_id"] == EVENT
