"""A recipient whose letter ends whoever writes it is set aside after five deaths, and all others get theirs, once."""

import pytest

from services.notifications.emails.letters import Addressed, Letters
from tests.notifications.builders import a_partner, a_person, a_subscription, published
from tests.notifications.stage import Stage
from tests.sink import Fault, Sink
from tests.waiting import eventually

POISON = "person47@example.org"


class Died(BaseException):
    """What stands for the end of a process: nobody catches it, and the database session is cut."""


@pytest.fixture
def deaths(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Who was written to when a sender died; writing to POISON is what kills it."""
    died: list[str] = []
    write = Letters.write

    def deadly(letters: Letters, one: Addressed, date: object) -> bytes:
        if one.address == POISON:
            died.append(one.address)
            raise Died
        return write(letters, one, date)  # type: ignore[arg-type]

    monkeypatch.setattr(Letters, "write", deadly)
    return died


@pytest.fixture
def crowd(stage: Stage) -> Stage:
    """Ninety people have an email due: three groups, of which the last but one holds POISON."""
    names = [f"person{number:02d}" for number in range(90)]
    stage.hear(a_partner(), *(a_person(name) for name in names))
    stage.follow(*(a_subscription(person=name) for name in names))
    stage.hear(published())
    stage.tell()
    return stage


def _until_nothing_is_due(stage: Stage, sink: Sink) -> None:
    for _ in range(12):
        try:
            stage.send(sink.url)
            return
        except Died:
            eventually(lambda: stage.sweep() or "sending" not in stage.states().values(), within=5)
    raise AssertionError("it never ends")


def test_one_who_ends_every_sender_is_set_aside_and_nobody_else_gets_anything_twice(
    crowd: Stage, sink: Sink, deaths: list[str]
) -> None:
    _until_nothing_is_due(crowd, sink)
    assert len(deaths) == 5
    assert crowd.told()[POISON] == ("failed", "set-aside")
    got = [recipient for _, recipient in sink.taken]
    assert sorted(got) == sorted({f"person{number:02d}@example.org" for number in range(90)} - {POISON})


def test_whoever_was_claimed_beside_it_is_as_good_as_before_once_it_is_sent(
    crowd: Stage, sink: Sink, deaths: list[str]
) -> None:
    _until_nothing_is_due(crowd, sink)
    assert crowd.rows("SELECT DISTINCT claim_count FROM deliveries WHERE state = 'accepted'") == [(0,)]


def test_a_claim_that_is_given_back_counts_as_none(due: Stage, sink: Sink) -> None:
    sink.fault_for = lambda recipient: Fault("mail", "421 4.3.2 closing") if not recipient else None
    for _ in range(7):
        due.clock.pass_(seconds=31)
        due.send(sink.url)
    assert due.rows("SELECT max(claim_count) FROM deliveries") == [(0,)]
    assert due.rows("SELECT max(attempt) FROM deliveries") == [(0,)]
    assert set(due.states().values()) <= {"pending", "deferred"}
