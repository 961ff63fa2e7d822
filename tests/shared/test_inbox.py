"""A message is heard once, with its effect, however often it comes; what cannot be heard blocks nothing."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.orm import Session

from shared.database import Database, inbox, parked
from shared.inbox import FAILURES_BEFORE_PARKING, Ears, hear, release
from shared.messages.partners import CommunityChanged
from tests.shared.messages import an_envelope


def _ears(handler: Callable[[Session, CommunityChanged], str | None]) -> Ears:
    ears = Ears("events")
    ears.hears(CommunityChanged, handler)
    return ears


def _count(database: Database, table: Table) -> int:
    with database.session() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def _leave_a_trace(session: Session, message: CommunityChanged) -> str:
    session.execute(text("INSERT INTO heartbeats VALUES (:queue, now())"), {"queue": str(message.community_id)})
    return "copied"


def _effects(database: Database) -> int:
    with database.session() as session:
        return session.scalar(text("SELECT count(*) FROM heartbeats")) or 0


def test_a_message_heard_twice_takes_effect_once_and_is_acknowledged_twice(database: Database) -> None:
    envelope = an_envelope()
    first, second = (hear(database, _ears(_leave_a_trace), envelope) for _ in range(2))
    assert (first.acknowledged, second.acknowledged) == (True, True)
    assert _effects(database) == 1


def test_the_row_count_of_an_insert_that_may_do_nothing_is_not_to_be_trusted(database: Database) -> None:
    """Known trap 2: an inbox that asked the row count would take every message for a duplicate, or none."""
    from sqlalchemy.dialects.postgresql import insert as upsert

    with database.transaction() as session:
        new = upsert(inbox).values(message_id=uuid4(), teller="t", name="n").on_conflict_do_nothing()
        assert session.execute(new).rowcount != 1  # type: ignore[attr-defined]


def test_the_ledger_says_what_became_of_a_message(database: Database) -> None:
    envelope = an_envelope()
    hear(database, _ears(lambda *_: "stale: v4 is known"), envelope)
    with database.session() as session:
        assert session.scalar(select(inbox.c.outcome)) == "stale: v4 is known"


def test_a_handler_that_fails_leaves_no_effect_and_the_message_comes_again(database: Database) -> None:
    def fail_after_an_effect(session: Session, message: CommunityChanged) -> str | None:
        _leave_a_trace(session, message)
        raise RuntimeError("no")

    heard = hear(database, _ears(fail_after_an_effect), an_envelope())
    assert (heard.acknowledged, heard.refusal) == (False, None)
    assert _effects(database) == 0
    assert _count(database, inbox) == 0


def test_a_message_that_fails_five_times_is_parked_with_its_reason_and_blocks_nothing(database: Database) -> None:
    def fail(session: Session, message: CommunityChanged) -> str | None:
        raise KeyError("whatever")

    envelope = an_envelope()
    answers = [hear(database, _ears(fail), envelope).refusal for _ in range(FAILURES_BEFORE_PARKING)]
    assert answers == [None] * 4 + ["KeyError"]
    assert hear(database, _ears(_leave_a_trace), envelope).refusal is not None
    assert hear(database, _ears(_leave_a_trace), an_envelope()).acknowledged


def test_a_parked_message_is_tried_again_once_it_is_released(database: Database) -> None:
    envelope = an_envelope(body={"nonsense": True})
    assert hear(database, _ears(_leave_a_trace), envelope).refusal == "unreadable: community_id, slug, title"
    with database.transaction() as session:
        release(session, envelope.id)
    whole = envelope.model_copy(update={"body": an_envelope().body})
    assert hear(database, _ears(_leave_a_trace), whole).acknowledged
    assert _count(database, parked) == 0


def test_a_name_that_is_not_known_yet_is_neither_acknowledged_nor_refused(database: Database) -> None:
    heard = hear(database, _ears(_leave_a_trace), an_envelope(name="partners.something_of_tomorrow"))
    assert (heard.acknowledged, heard.refusal) == (False, None)


def test_a_field_of_tomorrow_is_ignored(database: Database) -> None:
    envelope = an_envelope()
    tomorrow = envelope.model_copy(update={"body": envelope.body | {"of_tomorrow": 1}})
    assert hear(database, _ears(_leave_a_trace), tomorrow).acknowledged


def test_a_database_that_fails_counts_as_no_failure_of_the_message(database: Database) -> None:
    def end_own_connection(session: Session, message: CommunityChanged) -> str | None:
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        return None

    heard = hear(database, _ears(end_own_connection), an_envelope())
    assert (heard.acknowledged, heard.refusal) == (False, None)
    assert _count(database, parked) == 0


@pytest.mark.parametrize("table", [inbox, parked])
def test_both_ledgers_know_a_message_once(database: Database, table: Table) -> None:
    from sqlalchemy.exc import IntegrityError

    row = {"message_id": uuid4(), "teller": "t", "name": "n"} | ({"reason": "r"} if table is parked else {})
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.execute(insert(table), [row, row])
