"""Two hundred at once over days of different capacity: no day too many, and each day's queue in order of arrival."""

import random
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.events.policy import Viewer
from services.events.registrations import moving
from services.events.registrations.actions import sign_up
from services.events.registrations.day_moves import assign
from services.events.registrations.day_schemas import Assignment, DayGiven
from services.events.registrations.schemas import SignUp
from shared.database import Database
from shared.errors import Conflict
from tests.events.at_once import at_once
from tests.events.consortium import Consortium
from tests.events.plunge import plunge

RUNS, COMING = 2, 200
CAPACITIES = (60, 20, 45, None)
TAKEN = """
    SELECT CAST(session_id AS text) AS day, coalesce(sum(party_size), 0) AS taken
    FROM registration_days JOIN registrations ON registrations.id = registration_id
    WHERE event_id = :event AND registration_days.position IS NULL
    AND state IN ('registered', 'offered', 'pending_requirement', 'checked_in', 'attended') GROUP BY session_id
"""


@pytest.fixture
def crowd(consortium: Consortium) -> Iterator[Database]:
    """The database, with connections for many at once."""
    store = Database(consortium.store.url, pool_size=24)
    yield store
    store.close()


def _comes(event: dict[str, Any], person: UUID, days: list[str]) -> Callable[[Any], Any]:
    given = SignUp(days=[DayGiven(session_id=UUID(day)) for day in days])

    def deed(session: Any) -> tuple[UUID, dict[str, int | None]]:
        found = sign_up(session, Viewer(person_id=person), UUID(event["id"]), given)
        return found.id, {str(day.session_id): day.position for day in found.days}

    return deed


def _leaves(registration_id: UUID, person: UUID) -> Callable[[Any], Any]:
    def deed(session: Any) -> Any:
        return moving.cancel(moving.held(session, Viewer(person_id=person), registration_id), "", by_host=False).state

    return deed


def _taken(consortium: Consortium, event: dict[str, Any]) -> dict[str, int]:
    return {row.day: row.taken for row in consortium.execute(TAKEN, event=event["id"])}


@pytest.mark.timeout(300)
def test_two_hundred_at_once_over_four_days(consortium: Consortium, crowd: Database) -> None:
    for run in range(RUNS):
        consortium.execute("DELETE FROM outbox; DELETE FROM registrations")
        _run(consortium, crowd, random.Random(run))


def _run(consortium: Consortium, crowd: Database, chance: random.Random) -> None:
    event = plunge(consortium, *CAPACITIES)
    days = [session["id"] for session in event["sessions"]]
    wants = [chance.sample(days, chance.randint(1, len(days))) for _ in range(COMING)]
    people = [uuid4() for _ in range(COMING)]
    found = at_once(crowd, [_comes(event, *each) for each in zip(people, wants, strict=True)])
    taken = _taken(consortium, event)
    for day, capacity in zip(days, CAPACITIES, strict=True):
        wanted = sum(day in each for each in wants)
        assert taken[day] == (wanted if capacity is None else min(wanted, capacity))
        queue = [(places[day], known) for known, places in found if places.get(day)]
        assert len(queue) == wanted - taken[day]
        assert len({place for place, _ in queue}) == len(queue)

    quitting = chance.sample(range(COMING), 50)
    at_once(crowd, [_leaves(found[at][0], people[at]) for at in quitting])
    _expect_the_first_to_have_moved_up(consortium, event, dict(zip(days, CAPACITIES, strict=True)))


def _expect_the_first_to_have_moved_up(
    consortium: Consortium, event: dict[str, Any], capacities: dict[str, int | None]
) -> None:
    """No day is overbooked or has a place free while somebody waits, and whoever still waits came after all others.

    The order of arrival is that in which sign-ups were told.
    """
    arrival = {
        row.who: row.at
        for row in consortium.execute(
            "SELECT body ->> 'registration_id' AS who, min(id) AS at FROM outbox"
            " WHERE name = 'events.registration_changed' GROUP BY 1"
        )
    }
    rows = consortium.execute(
        "SELECT CAST(registration_id AS text) AS who, CAST(session_id AS text) AS day,"
        " registration_days.position AS place"
        " FROM registration_days JOIN registrations ON registrations.id = registration_id"
        " WHERE event_id = :event AND state <> 'cancelled_by_person'",
        event=event["id"],
    )
    taken = _taken(consortium, event)
    for day, capacity in capacities.items():
        wait = sorted((arrival[row.who], row.place) for row in rows if row.day == day and row.place)
        have = [arrival[row.who] for row in rows if row.day == day and not row.place]
        assert [place for _, place in wait] == sorted(place for _, place in wait)
        if capacity is not None:
            assert taken[day] <= capacity
            assert not wait or (taken[day] == capacity and max(have) < wait[0][0])


def test_groups_are_never_fuller_than_their_sites(consortium: Consortium, crowd: Database) -> None:
    groups = [{"name": "A", "capacity": 3}, {"name": "B", "capacity": 2}]
    event = plunge(consortium, None, of_sessions={0: {"groups": groups}})
    day = event["sessions"][0]["id"]
    known = [each[0] for each in at_once(crowd, [_comes(event, uuid4(), [day]) for _ in range(12)])]
    host = Viewer(person_id=uuid4(), is_office=True)

    def puts(registration_id: UUID, group: str) -> Callable[[Any], Any]:
        def deed(session: Any) -> Any:
            given = Assignment(group=group, registration_ids=[registration_id])
            try:
                return len(assign(session, host, UUID(event["id"]), UUID(day), given))
            except Conflict as refused:
                return refused.code

        return deed

    outcomes = at_once(crowd, [puts(each, "AB"[at % 2]) for at, each in enumerate(known)])
    assert (outcomes.count(1), outcomes.count("group-full")) == (5, 7)
    sql = 'SELECT "group", count(*) FROM registration_days WHERE "group" IS NOT NULL GROUP BY 1 ORDER BY 1'
    assert [tuple(row) for row in consortium.execute(sql)] == [("A", 3), ("B", 2)]
