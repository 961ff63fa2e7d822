"""Fan-out in chunks: it can stop anywhere, be done by two at once, and be overtaken by something newer."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text

from services.notifications.emails import fan_out
from services.notifications.work import Work, due_emails
from shared.relay import Relay
from tests.notifications.builders import NOON, a_partner, a_person, a_subscription, cancelled, changed, published
from tests.notifications.stage import Stage

MANY = 450


@pytest.fixture
def crowd(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """Some hundred followers, and chunks small enough that there are several."""
    monkeypatch.setattr(fan_out, "CHUNK", 100)
    stage.hear(a_partner(), a_person("ana", role_at="clinic"))
    stage.follow(a_subscription(person="ana"))
    with stage.database.transaction() as session:
        session.execute(
            text(
                """
                WITH followers AS (
                    INSERT INTO recipients (address, address_key, language, time_zone)
                    SELECT a, a, 'en', 'America/Chicago'
                    FROM (SELECT 'follower' || n || '@example.org' AS a FROM generate_series(2, :many) n) addresses
                    RETURNING id
                )
                INSERT INTO subscriptions (recipient_id, target_kind, target_key, frequency, confirmed)
                SELECT id, 'everything', '', 'immediate', true FROM followers
                """
            ),
            {"many": MANY},
        )
    stage.hear(published())
    return stage


def _email(stage: Stage) -> object:
    with stage.database.session() as session:
        return due_emails(session)[0]


def _step(stage: Stage) -> bool:
    with stage.database.session() as session:
        (email_id,) = due_emails(session)[:1]
    with stage.database.transaction() as session:
        return fan_out.step(session, email_id)


def _count(stage: Stage) -> int:
    return len(stage.rows("SELECT FROM deliveries"))


def test_the_first_chunk_is_small_so_that_the_first_email_leaves_at_once(crowd: Stage) -> None:
    assert _step(crowd)
    assert _count(crowd) == fan_out.FIRST_CHUNK


def test_a_fan_out_that_was_undone_in_the_middle_goes_on_where_it_was(crowd: Stage) -> None:
    _step(crowd)
    with crowd.database.session() as session:
        fan_out.step(session, due_emails(session)[0])  # never committed, as when its worker is killed
    assert _count(crowd) == fan_out.FIRST_CHUNK
    crowd.tell()
    assert _count(crowd) == len(crowd.told()) == MANY
    assert crowd.ledger() == [(1, "published", "done", None)]


def test_two_at_once_make_no_delivery_twice(crowd: Stage) -> None:
    workers = [threading.Thread(target=crowd.tell) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    crowd.tell()
    assert _count(crowd) == len(crowd.told()) == MANY


def test_what_was_cancelled_in_the_middle_reaches_nobody_new(crowd: Stage) -> None:
    _step(crowd)
    crowd.hear(cancelled(2))
    crowd.tell()
    states = crowd.rows("SELECT e.change, d.state, count(*) FROM deliveries d JOIN emails e ON e.id = d.email_id"
                        " GROUP BY 1, 2 ORDER BY 1, 2")  # fmt: skip
    assert [tuple(row) for row in states] == [("cancelled", "pending", MANY), ("published", "cancelled", 100)]
    assert crowd.ledger() == [
        (1, "published", "superseded", "superseded by v2"),
        (2, "cancelled", "done", None),
    ]


def test_what_still_waits_gives_way_to_what_is_newer(crowd: Stage) -> None:
    crowd.tell()
    crowd.hear(changed(2, starts_at=NOON + timedelta(days=20)))
    crowd.clock.pass_(minutes=5)
    crowd.tell()
    states = crowd.rows("SELECT e.change, d.state, d.reason, count(*) FROM deliveries d"
                        " JOIN emails e ON e.id = d.email_id GROUP BY 1, 2, 3 ORDER BY 1")  # fmt: skip
    assert [tuple(row) for row in states] == [
        ("moved", "pending", None, MANY),
        ("published", "cancelled", "superseded by v2", MANY),
    ]


class _Pointing(Relay):
    """A relay that notes where it points, with a queue that nobody empties."""

    def __init__(self, stage: Stage) -> None:
        self.database, self.pointed = stage.database, []  # type: ignore[assignment]

    def point(self, task: str, args: list[object], queue: str, at_most: int = 1) -> None:
        waiting = sum(where == queue for _, _, where in self.pointed)
        if waiting < at_most:
            self.pointed.append((task, args[0], queue))


def test_the_relay_points_at_what_is_due_once_and_never_floods(crowd: Stage) -> None:
    relay, work = _Pointing(crowd), Work()
    email_id = str(_email(crowd))
    for _ in range(5):
        work.find(relay)
    assert relay.pointed == [("notifications.fan_out", email_id, "notifications")]
    crowd.tell()
    for _ in range(5):
        work.find(relay)
    assert relay.pointed[1:] == [("notifications.deliver", "normal", "mail.normal")]


def test_the_relay_points_two_senders_at_what_is_more_than_one_can_claim(
    crowd: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.notifications.work.CLAIMED_TOGETHER", 200)
    crowd.tell()
    relay = _Pointing(crowd)
    Work().find(relay)
    assert relay.pointed == [("notifications.deliver", "normal", "mail.normal")] * 2
