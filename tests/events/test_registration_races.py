"""Two hundred at once for five places, on a real PostgreSQL: none too many, nobody twice, in order of arrival."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.events.policy import Viewer
from services.events.registrations import moving
from services.events.registrations.actions import sign_up
from services.events.registrations.schemas import SignUp
from shared.database import Database
from shared.errors import Conflict
from tests.events.at_once import at_once
from tests.events.consortium import EVENTS, Consortium

RUNS, COMING, PLACES, LEAVING = 20, 200, 5, 50
HELD = "('registered', 'offered', 'pending_requirement', 'checked_in', 'attended')"


@pytest.fixture
def crowd(consortium: Consortium) -> Iterator[Database]:
    """The database, with connections for many at once."""
    store = Database(consortium.store.url, pool_size=24)
    yield store
    store.close()


def _comes(event: dict[str, Any], person: UUID) -> Callable[[Any], tuple[UUID, str, int | None]]:
    def deed(session: Any) -> tuple[UUID, str, int | None]:
        found = sign_up(session, Viewer(person_id=person), UUID(event["id"]), SignUp())
        return found.id, found.state, found.position

    return deed


def _leaves(registration_id: UUID, person: UUID) -> Callable[[Any], Any]:
    def deed(session: Any) -> Any:
        one = moving.held(session, Viewer(person_id=person), registration_id)
        return moving.cancel(one, "", by_host=False).state

    return deed


def _accepts(registration_id: UUID, person: UUID) -> Callable[[Any], Any]:
    def deed(session: Any) -> Any:
        try:
            return moving.accept(moving.held(session, Viewer(person_id=person), registration_id)).state
        except Conflict as refused:
            return refused.code

    return deed


def _taken(consortium: Consortium, event: dict[str, Any]) -> int:
    sql = f"SELECT coalesce(sum(party_size), 0) FROM registrations WHERE event_id = :event AND state IN {HELD}"
    return int(consortium.execute(sql, event=event["id"])[0][0])


@pytest.mark.timeout(600)
def test_two_hundred_at_once_for_five_places_twenty_times(consortium: Consortium, crowd: Database) -> None:
    for run in range(RUNS):
        consortium.execute("DELETE FROM outbox; DELETE FROM registrations")
        _run(consortium, crowd, random.Random(run))


def _run(consortium: Consortium, crowd: Database, chance: random.Random) -> None:
    event = consortium.published(capacity=PLACES)
    people = [uuid4() for _ in range(COMING)]
    # Some press the button twice: she has one row, whichever of the two came first.
    impatient = chance.sample(people, 20)
    found = at_once(crowd, [_comes(event, person) for person in (*people, *impatient)])
    assert [place for *_, place in found[COMING:]] == [found[people.index(each)][2] for each in impatient]
    states = [state for _, state, _ in found[:COMING]]
    assert (states.count("registered"), states.count("waitlisted")) == (PLACES, COMING - PLACES)
    assert sorted(place for *_, place in found[:COMING] if place) == list(range(1, COMING - PLACES + 1))
    in_order = consortium.execute(
        "SELECT body ->> 'position' AS told FROM outbox WHERE name = 'events.registration_changed' ORDER BY id"
    )
    assert [row.told for row in in_order if row.told] == [str(n) for n in range(1, COMING - PLACES + 1)]
    assert consortium.execute("SELECT count(*) FROM registrations")[0][0] == COMING

    holders = [(known, person) for (known, state, _), person in zip(found, people, strict=False)]
    waiting = sorted(
        (place, known, person) for (known, _, place), person in zip(found, people, strict=False) if place
    )
    held = [pair for pair, state in zip(holders, states, strict=True) if state == "registered"]
    quitting = chance.sample([(known, person) for _, known, person in waiting], LEAVING - PLACES)
    deeds = [_leaves(*one) for one in (*held, *quitting)]
    chance.shuffle(deeds)
    assert at_once(crowd, deeds) == ["cancelled_by_person"] * LEAVING
    assert _taken(consortium, event) == PLACES
    _accept_all_at_once(consortium, crowd, event)


def _accept_all_at_once(consortium: Consortium, crowd: Database, event: dict[str, Any]) -> None:
    offered = consortium.execute("SELECT id, person_id FROM registrations WHERE state = 'offered'")
    assert len(offered) == PLACES
    deeds = [_accepts(row.id, row.person_id) for row in offered for _ in (1, 2)]
    outcomes = at_once(crowd, deeds)
    assert (outcomes.count("registered"), outcomes.count("invalid-transition")) == (PLACES, PLACES)
    assert _taken(consortium, event) == PLACES


def test_forty_at_once_through_the_door(consortium: Consortium) -> None:
    event = consortium.published(capacity=PLACES)
    url = f"{EVENTS}/{event['id']}/registrations"
    headers = [{"Authorization": f"Bearer {consortium.token(consortium.person())}"} for _ in range(40)]
    consortium.http.get(url)  # one application for all, and made before they come
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda each: consortium.http.post(url, json={}, headers=each), headers))
    assert {answer.status_code for answer in answers} == {200}, [answer.text for answer in answers]
    found = [answer.json() for answer in answers]
    assert [each["state"] for each in found].count("registered") == PLACES
    assert sorted(each["position"] for each in found if each["position"]) == list(range(1, 36))


def test_two_who_are_offered_the_last_place_do_not_both_get_it(consortium: Consortium, crowd: Database) -> None:
    """One whose offer lapses while the next accepts hers: the clock and both of them at the same moment."""
    event = consortium.published(capacity=1)
    people = [uuid4() for _ in range(3)]
    known = [at_once(crowd, [_comes(event, person)])[0][0] for person in people]
    at_once(crowd, [_leaves(known[0], people[0])])
    outcomes = at_once(
        crowd,
        [
            _accepts(known[1], people[1]),
            _accepts(known[2], people[2]),
            _leaves(known[1], people[1]),
            _accepts(known[2], people[2]),
        ],
    )
    assert _taken(consortium, event) == 1
    assert outcomes.count("registered") <= 2
    with crowd.session() as session:
        states = session.execute(text("SELECT state FROM registrations ORDER BY id")).scalars().all()
    assert [state for state in states if state in ("registered", "offered")] != []
