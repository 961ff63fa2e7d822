"""What is told is told with the fact, to each listener, until each has heard."""

import pytest
from sqlalchemy import select, text

from shared import outbox
from shared.database import Database
from shared.database import outbox as rows
from tests.shared.conftest import Clock
from tests.shared.messages import a_community, a_sign_in


def _all(database: Database) -> list:
    with database.session() as session:
        return list(session.execute(select(rows).order_by(rows.c.id)))


def test_a_message_is_one_row_for_each_listener(database: Database) -> None:
    with database.transaction() as session:
        message_id = outbox.tell(session, a_community())
    assert [(row.message_id, row.listener) for row in _all(database)] == [
        (message_id, "events"),
        (message_id, "notifications"),
    ]


def test_a_message_can_be_told_to_one_of_its_listeners_alone(database: Database) -> None:
    with database.transaction() as session:
        outbox.tell(session, a_community(), listeners=["notifications"])
    assert [row.listener for row in _all(database)] == ["notifications"]


def test_what_is_undone_was_never_told(database: Database) -> None:
    with pytest.raises(RuntimeError), database.transaction() as session:
        outbox.tell(session, a_community())
        raise RuntimeError("undo")
    assert _all(database) == []


def test_an_acknowledgement_closes_the_row_of_that_listener_alone(database: Database) -> None:
    with database.transaction() as session:
        message_id = outbox.tell(session, a_community())
    with database.transaction() as session:
        outbox.acknowledge(session, "events", [message_id], {})
    assert [(row.listener, row.acked_at is not None) for row in _all(database)] == [
        ("events", True),
        ("notifications", False),
    ]


def test_an_acknowledgement_wipes_the_secrets_of_a_message(database: Database) -> None:
    with database.transaction() as session:
        message_id = outbox.tell(session, a_sign_in(sealed_link="gAAAA-sealed"))
    with database.transaction() as session:
        outbox.acknowledge(session, "notifications", [message_id], {})
    (row,) = _all(database)
    assert row.body["sealed_link"] == ""
    assert row.body["email"] == "ana@example.org"


def test_a_refused_message_is_kept_as_a_dead_letter_and_can_be_sent_again(database: Database) -> None:
    with database.transaction() as session:
        message_id = outbox.tell(session, a_sign_in())
    with database.transaction() as session:
        outbox.acknowledge(session, "notifications", [], {message_id: "unreadable: email"})
    (row,) = _all(database)
    assert (row.acked_at, row.refusal) == (None, "unreadable: email")
    with database.transaction() as session:
        assert outbox.retry(session, message_id, "notifications")
        assert not outbox.retry(session, message_id, "events")
    (row,) = _all(database)
    assert (row.refused_at, row.refusal) == (None, None)


def test_the_first_word_of_a_listener_that_was_silent_makes_all_its_rows_due(database: Database, time: Clock) -> None:
    with database.transaction() as session:
        first = outbox.tell(session, a_community(), listeners=["events"])
        outbox.tell(session, a_community(), listeners=["events"])
        session.execute(text("UPDATE outbox SET next_publish_at = now() + interval '1 hour'"))
        session.execute(
            text("INSERT INTO breakers VALUES ('events', now() - interval '1 day', now() - interval '5 s')")
        )
    with database.transaction() as session:
        outbox.acknowledge(session, "events", [first], {})
    assert all(row.next_publish_at == time.time for row in _all(database) if row.acked_at is None)
