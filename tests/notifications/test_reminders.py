"""Reminders: before the beginning, at the time that holds, once, and never after."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from services.notifications.reminders.planning import before
from services.notifications.reminders.reminding import remind
from services.notifications.worker import ears
from shared.database import outbox
from shared.messages.notifications import ReminderCameDue
from tests.notifications.builders import (
    NOON,
    a_partner,
    a_person,
    a_subscription,
    cancelled,
    changed,
    named,
    published,
    registered,
)
from tests.notifications.stage import Stage
from tests.sink import Fault, Sink

STARTS_AT = NOON + timedelta(days=13, hours=-2)  # what the builders say
DAY_BEFORE = STARTS_AT - timedelta(days=1)
UNION = named("partner", "union")


@pytest.fixture
def cast(stage: Stage) -> Stage:
    """Ana works at the host, Una at its co-host; Bea has a place, Cem waits for one, Dee only follows."""
    people = [a_person(name) for name in ("bea", "cem", "dee")]
    stage.hear(a_partner(), a_partner("union"), a_person("ana", role_at="clinic"), a_person("una", role_at="union"))
    stage.hear(*people, registered("bea"), registered("cem", has_place=False))
    stage.follow(a_subscription(person="dee"))
    return stage


def event(**given: Any) -> Any:
    return published(cohosts=({"partner_id": UNION, "state": "accepted"},), **given)


def due(stage: Stage, at: datetime) -> None:
    """Do at a moment what the clock asks for, and hear what was told to oneself."""
    stage.clock.time = at
    with stage.database.transaction() as session:
        known = set(session.scalars(select(outbox.c.message_id)))
        remind(session)
        told = session.execute(select(outbox.c.message_id, outbox.c.body)).all()
    for message_id, body in told:
        if message_id not in known:
            stage.hear(ReminderCameDue.model_validate(body))
    stage.tell()


def reminded(stage: Stage) -> dict[str, tuple[str, str]]:
    """State and route, by name."""
    rows = stage.rows(
        "SELECT d.address, d.state, d.route FROM deliveries d JOIN emails e ON e.id = d.email_id"
        " WHERE e.kind = 'reminder' ORDER BY d.id"
    )
    return {row.address.partition("@")[0]: (row.state, row.route) for row in rows}


def test_whoever_has_a_place_or_carries_it_is_reminded_a_day_before(cast: Stage, sink: Sink) -> None:
    cast.hear(event())
    due(cast, DAY_BEFORE - timedelta(seconds=1))
    assert reminded(cast) == {}
    due(cast, DAY_BEFORE)
    assert reminded(cast) == dict.fromkeys(("ana", "una"), ("pending", "staff")) | {"bea": ("pending", "registered")}
    cast.send(sink.url)
    assert set(reminded(cast).values()) == {("accepted", "staff"), ("accepted", "registered")}


def test_the_host_says_when_and_whether(cast: Stage) -> None:
    cast.hear(event(reminders=(10_080, 120)))
    sent = []
    for hours in (169, 168, 25, 24, 3, 2, 1):
        due(cast, STARTS_AT - timedelta(hours=hours))
        sent.append(len(cast.rows("SELECT FROM emails WHERE kind = 'reminder'")))
    assert sent == [0, 1, 1, 1, 1, 2, 2]
    cast.hear(event(event_id=named("event", "quiet"), reminders=()))
    assert cast.rows("SELECT FROM reminders WHERE event_id = :id", id=named("event", "quiet")) == []


def test_an_event_cancelled_a_second_before_its_reminder_sends_none(cast: Stage, sink: Sink) -> None:
    cast.hear(event())
    cast.clock.time = DAY_BEFORE - timedelta(seconds=1)
    cast.hear(cancelled(2))
    due(cast, DAY_BEFORE)
    assert reminded(cast) == {}


def test_an_event_cancelled_while_its_reminder_waits_sends_none(cast: Stage, sink: Sink) -> None:
    cast.hear(event())
    due(cast, DAY_BEFORE)
    cast.hear(cancelled(2))
    cast.send(sink.url, "normal")
    assert {state for state, _ in reminded(cast).values()} == {"cancelled"}


def test_a_moved_event_reminds_by_its_new_time_alone(cast: Stage) -> None:
    cast.hear(event())
    later = STARTS_AT + timedelta(days=3)
    cast.hear(changed(2, starts_at=later))
    due(cast, DAY_BEFORE)
    assert reminded(cast) == {}
    due(cast, later - timedelta(days=1))
    assert set(reminded(cast)) == {"ana", "bea"}


def test_an_event_that_moves_while_its_reminder_waits_takes_it_back(cast: Stage, sink: Sink) -> None:
    cast.hear(event())
    due(cast, DAY_BEFORE)
    cast.hear(changed(2, starts_at=STARTS_AT + timedelta(days=3)))
    assert {state for state, _ in reminded(cast).values()} == {"cancelled"}


def test_two_workers_remind_once(cast: Stage) -> None:
    cast.hear(event())
    cast.clock.time = DAY_BEFORE
    with cast.database.transaction() as one, cast.database.transaction() as other:
        remind(one)
        remind(other)
    told = cast.rows("SELECT FROM outbox WHERE name = 'notifications.reminder_came_due'")
    assert len(told) == 1


def test_after_the_beginning_nobody_is_reminded(cast: Stage, sink: Sink) -> None:
    cast.hear(event())
    sink.fault_for = lambda _: Fault("rcpt", "450 4.2.0 later")
    due(cast, DAY_BEFORE)
    cast.send(sink.url)
    sink.fault_for = lambda _: None
    cast.clock.time = STARTS_AT
    cast.send(sink.url)
    assert {state for state, _ in reminded(cast).values()} == {"expired"}


def test_a_reminder_that_comes_too_late_is_not_sent(cast: Stage) -> None:
    cast.hear(event())
    due(cast, STARTS_AT)
    assert reminded(cast) == {}
    assert cast.rows("SELECT FROM reminders WHERE done_at IS NULL") == []


def test_what_is_published_after_its_reminder_would_have_been_due_has_none(cast: Stage) -> None:
    cast.hear(event(starts_at=NOON + timedelta(hours=5)))
    due(cast, NOON + timedelta(minutes=1))
    assert reminded(cast) == {}


@pytest.mark.parametrize("state", ["postponed", "cancelled"])
def test_what_does_not_take_place_reminds_nobody(cast: Stage, state: str) -> None:
    cast.hear(event(), changed(2, state=state))
    assert cast.rows("SELECT FROM reminders") == []


def test_of_a_series_each_date_reminds_whoever_comes_to_it(cast: Stage) -> None:
    def happening(key: str, weeks: int, **given: Any) -> dict[str, Any]:
        starts_at = STARTS_AT + timedelta(weeks=weeks)
        return {"key": key, "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=1)} | given

    dates = (happening("one", 0), happening("two", 1, cancelled=True), happening("three", 2))
    cast.hear(registered("bea", occurrence="one", version=2), registered("dee", occurrence="three"))
    cast.hear(event(rule="FREQ=WEEKLY", happenings=dates))
    reached = []
    for weeks in range(3):
        due(cast, DAY_BEFORE + timedelta(weeks=weeks))
        reached.append({name for name, (_, route) in reminded(cast).items() if route == "registered"})
    assert reached == [{"bea"}, {"bea"}, {"bea", "dee"}]


def test_whoever_does_not_want_reminders_gets_none(cast: Stage) -> None:
    cast.hear(event())
    with cast.database.engine.begin() as connection:
        connection.exec_driver_sql('UPDATE recipients SET wishes = \'{"reminder": "never"}\'')
    due(cast, DAY_BEFORE)
    assert {state for state, _ in reminded(cast).values()} == {"suppressed"}


def test_a_day_before_is_a_day_by_the_wall_when_the_clocks_change() -> None:
    sunday_noon = datetime(2026, 11, 1, 18, tzinfo=UTC)  # 12:00 in Chicago, after the clocks went back
    assert before(sunday_noon, 1_440, "America/Chicago") == datetime(2026, 10, 31, 17, tzinfo=UTC)
    assert before(sunday_noon, 120, "America/Chicago") == datetime(2026, 11, 1, 16, tzinfo=UTC)


def test_the_clock_runs_it() -> None:
    assert "remind" in ears.routines
