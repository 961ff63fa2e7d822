"""Who hears of a change: whoever was told already, whoever would be told now, each at her own pace."""

from datetime import timedelta

import pytest

from tests.notifications.builders import (
    NOON,
    a_partner,
    a_person,
    a_subscription,
    cancelled,
    changed,
    published,
    recorded,
    registered,
)
from tests.notifications.stage import Stage

LATER = NOON + timedelta(days=14)


def test_who_was_told_hears_of_a_move_although_nothing_brings_it_any_more(told: Stage) -> None:
    told.hear(a_person("ana", version=2))
    told.hear(changed(2, starts_at=LATER))
    told.clock.pass_(minutes=5)
    told.tell()
    assert told.told("moved")["ana@example.org"] == ("pending", None)
    assert told.rows("SELECT route FROM deliveries WHERE address = 'ana@example.org' ORDER BY id") == [
        ("staff",),
        ("told",),
    ]


def test_who_was_told_and_has_muted_all_since_does_not_hear(told: Stage) -> None:
    told.follow(a_subscription(person="bea", muted=True))
    told.hear(changed(2, starts_at=LATER))
    told.clock.pass_(minutes=5)
    told.tell()
    assert told.told("moved")["bea@example.org"] == ("suppressed", "muted")


def test_the_registered_hear_of_a_cancellation_muted_or_not_and_not_of_a_new_title(told: Stage) -> None:
    told.hear(a_person("cem"), registered("cem"))
    told.follow(a_subscription("topic", "heart", person="cem", muted=True))
    told.hear(changed(2, title="New"))
    told.clock.pass_(minutes=5)
    told.tell()
    assert "cem@example.org" not in told.told("changed")
    told.hear(cancelled(3))
    told.tell()
    assert told.told("cancelled")["cem@example.org"] == ("pending", None)


def test_a_digest_waits_for_seven_in_the_morning_and_gives_way_to_the_newer_state(stage: Stage) -> None:
    stage.hear(a_partner(), a_person("bea"), a_person("cem"))
    stage.follow(a_subscription(person="bea", frequency="daily"), a_subscription(person="cem", frequency="weekly"))
    stage.hear(published())
    stage.tell()
    assert stage.rows("SELECT address, channel, reason, next_attempt_at FROM deliveries ORDER BY address") == [
        ("bea@example.org", "daily", "digest", NOON.replace(day=23, hour=13)),
        ("cem@example.org", "weekly", "digest", NOON.replace(day=23, hour=13)),
    ]
    stage.hear(changed(2, starts_at=LATER))
    stage.clock.pass_(minutes=5)
    stage.tell()
    assert stage.rows("SELECT state, reason FROM deliveries WHERE address = 'bea@example.org' ORDER BY id") == [
        ("cancelled", "superseded by v2"),
        ("pending", "digest"),
    ]


def test_within_a_week_of_an_event_daily_and_weekly_followers_hear_of_its_cancellation_at_once(stage: Stage) -> None:
    near = NOON + timedelta(days=6)
    stage.hear(a_partner(), a_person("bea"))
    stage.follow(a_subscription(person="bea", frequency="weekly"))
    stage.hear(recorded(starts_at=near), cancelled(2, starts_at=near))
    stage.tell()
    assert stage.rows("SELECT channel, state FROM deliveries") == [("email", "pending")]


def test_two_people_of_one_address_get_one_email(known: Stage) -> None:
    known.hear(a_person("twin", email="BEA@example.org", role_at="clinic"))
    known.hear(published())
    known.tell()
    assert sorted(address.lower() for address in known.told()) == ["ana@example.org", "bea@example.org"]


@pytest.mark.parametrize("person_first", [True, False])
def test_a_follower_who_turns_out_to_be_a_person_gets_one_email(stage: Stage, person_first: bool) -> None:
    def follow() -> None:
        stage.follow(a_subscription(email="Bea@Example.org", frequency="daily"))

    def join() -> None:
        stage.hear(a_person("bea"))

    for happen in (join, follow) if person_first else (follow, join):
        happen()
    stage.follow(a_subscription("topic", "heart", person="bea"))
    stage.hear(published(topics=("heart",)))
    stage.tell()
    assert len(stage.rows("SELECT FROM recipients")) == 1
    assert stage.told() == {"bea@example.org": ("pending", None)}


def test_that_an_event_has_begun_is_told_to_nobody_and_a_new_room_meanwhile_is(told: Stage) -> None:
    told.hear(recorded(version=2, state="in_progress"))
    told.hear(changed(3, state="in_progress", summary="Bring a pen."))
    told.clock.pass_(minutes=5)
    told.tell()
    assert told.rows("SELECT kind FROM emails WHERE cause_version > 1") == []
    told.hear(changed(4, state="in_progress", venue={"name": "Room 2"}))
    told.clock.pass_(minutes=5)
    told.tell()
    assert told.told("moved")["ana@example.org"] == ("pending", None)
    told.hear(recorded(version=5, state="ended"), recorded(version=6, state="completed"))
    assert told.rows("SELECT cause_version FROM emails ORDER BY cause_version DESC LIMIT 1") == [(4,)]
