"""One email through whatever may happen to it, in any order, against a table of states written by hand."""

from types import SimpleNamespace
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.notifications.deliveries import held
from services.notifications.deliveries.claiming import claim
from services.notifications.deliveries.leases import own, start
from services.notifications.deliveries.withdrawing import withdraw
from shared.errors import InvalidTransition
from tests.notifications.builders import EVENT, NOON, a_partner, a_person, a_subscription, published
from tests.notifications.stage import Stage
from tests.sink import Fault, Sink
from tests.waiting import eventually

FAULTS = {
    "taken": None,
    "not now": Fault("rcpt", "450 4.2.0 not now"),
    "never": Fault("rcpt", "550 no"),
    "hangs up before the dot": Fault("data"),
    "hangs up past the dot": Fault("dot"),
    "closes": Fault("rcpt", "421 4.3.2 closing"),
}
# What an open email (pending, deferred, uncertain) becomes; `held` is uncertain until somebody decides.
OPEN = {
    "taken": "accepted",
    "not now": "deferred",
    "never": "failed",
    "hangs up before the dot": "deferred",
    "hangs up past the dot": "uncertain",
    "closes": "deferred",
    "dies before": "pending",
    "dies after": "uncertain",
    "late": "expired",
    "called off": "cancelled",
    "operator": None,
}
CALLED_OFF = {**OPEN, **dict.fromkeys((*FAULTS, "dies before", "dies after", "late"), "cancelled")}
MOVES = list(OPEN)


def _expected(state: str, move: str, called_off: bool) -> str:
    if state == "held":
        return "pending" if move == "operator" else "held"
    if state not in {"pending", "deferred", "uncertain"}:
        return state
    if state == "uncertain" and move == "called off":
        return "held"
    return (CALLED_OFF if called_off else OPEN)[move] or state


@pytest.fixture
def one(stage: Stage) -> Stage:
    """One person has an email due."""
    stage.hear(a_partner(), a_person("ana"))
    stage.follow(a_subscription(person="ana"))
    stage.hear(published())
    stage.tell()
    return stage


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(MOVES), min_size=1, max_size=5))
def test_it_is_where_the_table_says_after_each_move(one: Stage, sink: Sink, moves: list[str]) -> None:
    _begin_anew(one)
    state, called_off = "pending", False
    for move in moves:
        one.clock.pass_(hours=8)
        _make(one, sink, move)
        state, called_off = _expected(state, move, called_off), called_off or move == "called off"
        assert _state(one) == state, moves


def _begin_anew(stage: Stage) -> None:
    stage.clock.time = NOON
    with stage.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE events SET state = 'published'")
        connection.exec_driver_sql("DELETE FROM relay_health")
        connection.exec_driver_sql(
            "UPDATE deliveries SET state = 'pending', reason = NULL, attempt = 0, claim_count = 0,"
            " cancel_requested = false, started_at = NULL, first_attempt_at = NULL,"
            f" next_attempt_at = '{NOON}', expires_at = timestamptz '{NOON}' + interval '72 hours'"
        )


def _make(stage: Stage, sink: Sink, move: str) -> None:
    if move in FAULTS:
        sink.fault_for = lambda recipient: FAULTS[move] if recipient else None
        stage.send(sink.url, "normal")
    elif move == "late":
        stage.clock.pass_(hours=80)
        sink.fault_for = lambda _: None
        stage.send(sink.url, "normal")
    elif move == "called off":
        with stage.database.transaction() as session:
            session.connection().exec_driver_sql("UPDATE events SET state = 'cancelled'")
            withdraw(session, SimpleNamespace(cause_id=EVENT, cause_version=99))  # type: ignore[arg-type]
    elif move == "operator":
        _decide(stage)
    else:
        _die(stage, started=move == "dies after")


def _die(stage: Stage, *, started: bool) -> None:
    with stage.database.engine.connect() as connection:
        with connection.begin():
            token, ours, _ = claim(connection, own(connection), "normal", 500)
            if started:
                start(connection, token, [one.id for one in ours], stage.clock())
        connection.invalidate()
    eventually(lambda: stage.sweep() or _state(stage) != "sending", within=10)


def _decide(stage: Stage) -> None:
    with stage.database.transaction() as session:
        delivery, _, _ = held.find(session, _id(stage))
        try:
            held.send_again(session, [delivery])
        except InvalidTransition:
            session.expunge_all()


def _id(stage: Stage) -> UUID:
    found: UUID = stage.rows("SELECT id FROM deliveries")[0].id
    return found


def _state(stage: Stage) -> str:
    (row,) = stage.rows("SELECT state, next_attempt_at > '9000-01-01' AS never FROM deliveries")
    return "held" if row.state == "uncertain" and row.never else str(row.state)
