"""One request, one transaction, and an answer that PostgreSQL stands behind."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated

import pytest
from fastapi import Depends, FastAPI
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.api.application import create_api, router
from shared.database import Database
from tests.shared.application import NOTES, an_api
from tests.waiting import eventually


@pytest.fixture
def api(database: Database) -> TestClient:
    return an_api(database)


def _notes(database: Database) -> int:
    with database.session() as session:
        return session.scalar(text("SELECT count(*) FROM notes")) or 0


def test_a_commit_that_fails_is_never_a_success(api: TestClient, database: Database) -> None:
    twins = [api.post("/api/v1/notes", json={"title": "A note", "twin": "same"}) for _ in range(2)]
    assert [answer.status_code for answer in twins] == [201, 500]
    assert twins[1].headers["content-type"] == "application/problem+json"
    assert _notes(database) == 1


def test_a_door_that_commits_when_the_answer_has_left_would_lie(database: Database) -> None:
    """Known trap 1: the same failing commit in a dependency that yields is a 201 on the wire."""
    naive = FastAPI()

    def transaction() -> Iterator[Session]:
        with database.transaction() as session:
            yield session

    @naive.post("/notes", status_code=201)
    def post(session: Annotated[Session, Depends(transaction)]) -> None:
        session.execute(text("INSERT INTO notes (id, twin) VALUES (uuidv7(), 'same')"))

    with database.transaction() as session:
        session.execute(text(NOTES))
    client = TestClient(naive, raise_server_exceptions=False)
    assert [client.post("/notes").status_code for _ in range(2)] == [201, 201]
    assert _notes(database) == 1


def test_more_requests_than_connections_wait_their_turn_and_are_all_answered(api: TestClient) -> None:
    """Where a request changes threads, it holds a connection and waits for a thread that waits for a connection."""
    with api, ThreadPoolExecutor(60) as many:
        answers = many.map(lambda number: api.post("/api/v1/notes", json={"title": f"Note {number}"}), range(60))
        assert {answer.status_code for answer in answers} == {201}


def test_a_dependency_that_waits_is_a_mistake_that_says_so(database: Database) -> None:
    async def waits() -> None:
        await asyncio.sleep(0)

    mistaken = router("mistaken")

    @mistaken.get("/api/v1/waiting", dependencies=[Depends(waits)])
    def waiting() -> None:
        return

    app = create_api("mistaken", database, lambda _session, _person: None, [mistaken])
    with pytest.raises(RuntimeError, match="make it a plain function"):
        TestClient(app).get("/api/v1/waiting")


def test_the_same_key_twice_is_one_note_and_the_same_answer(api: TestClient, database: Database) -> None:
    first, second = (
        api.post("/api/v1/notes", json={"title": "A note"}, headers={"Idempotency-Key": "k-1"}) for _ in range(2)
    )
    assert first.status_code == second.status_code == 201
    assert (second.json(), second.headers["etag"]) == (first.json(), first.headers["etag"])
    assert second.headers["idempotent-replayed"] == "true"
    assert _notes(database) == 1


def test_the_same_key_with_another_body_is_refused(api: TestClient) -> None:
    api.post("/api/v1/notes", json={"title": "A note"}, headers={"Idempotency-Key": "k-1"})
    other = api.post("/api/v1/notes", json={"title": "Another"}, headers={"Idempotency-Key": "k-1"})
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-mismatch")


def test_the_same_key_of_two_callers_is_two_keys(api: TestClient, database: Database) -> None:
    for token in ("plx_a_1", "plx_b_2"):
        headers = {"Idempotency-Key": "k-1", "Authorization": f"Bearer {token}"}
        assert api.post("/api/v1/notes", json={"title": "A note"}, headers=headers).status_code == 201
    assert _notes(database) == 2


def test_the_same_key_while_the_first_is_being_answered_is_a_conflict(api: TestClient) -> None:
    api.app.state.gate = gate = threading.Event()  # type: ignore[attr-defined]
    answers = []

    def post() -> None:
        answers.append(api.post("/api/v1/slow", json={}, headers={"Idempotency-Key": "k-1"}).status_code)

    first = threading.Thread(target=post)
    first.start()
    try:
        second = eventually(lambda: _conflict(api), within=5)
        assert second["retry-after"] == "1"
    finally:
        gate.set()
        first.join()
    assert answers == [201]


def _conflict(api: TestClient) -> dict[str, str] | None:
    """The headers of a conflict, once the first request holds the key."""
    with api.app.state.database.session() as session:  # type: ignore[attr-defined]
        if not session.scalar(text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")):
            return None
    answer = api.post("/api/v1/slow", json={}, headers={"Idempotency-Key": "k-1"})
    assert answer.json()["code"] == "idempotency-in-progress"
    return dict(answer.headers)


def test_a_refused_request_keeps_nothing_under_its_key(api: TestClient, database: Database) -> None:
    bad = api.post("/api/v1/notes", json={"title": ""}, headers={"Idempotency-Key": "k-1"})
    good = api.post("/api/v1/notes", json={"title": "A note"}, headers={"Idempotency-Key": "k-1"})
    assert (bad.status_code, good.status_code) == (422, 201)


def test_a_kept_answer_is_not_readable_in_the_table(api: TestClient, database: Database) -> None:
    note = api.post("/api/v1/notes", json={"title": "A note"}, headers={"Idempotency-Key": "k-1"}).json()
    with database.session() as session:
        kept = session.scalar(text("SELECT encode(body, 'escape') FROM idempotency_keys"))
    assert note["id"] not in kept


@pytest.mark.parametrize("key", ["", "x" * 256, "tab\there", "ünïcode".encode()])
def test_a_key_that_is_none_is_refused(api: TestClient, key: str | bytes) -> None:
    answer = api.post("/api/v1/notes", json={"title": "A note"}, headers={"Idempotency-Key": key})
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid-idempotency-key")


@pytest.mark.parametrize(
    ("if_match", "status", "code"),
    [
        (None, 428, "if-match-required"),
        ('"2"', 412, "version-conflict"),
        ("nonsense", 412, "version-conflict"),
        ('"99999999999999999999999"', 412, "version-conflict"),
    ],
)
def test_a_change_must_name_the_version_that_it_changes(
    api: TestClient, if_match: str | None, status: int, code: str
) -> None:
    headers = {} if if_match is None else {"If-Match": if_match}
    answer = api.patch(
        "/api/v1/notes/0190a000-0000-7000-8000-000000000000", json={"title": "A note"}, headers=headers
    )
    assert (answer.status_code, answer.json()["code"]) == (status, code)


@pytest.mark.parametrize("if_match", ['"3"', 'W/"3"', "*"])
def test_a_change_of_the_version_that_stands_is_taken(api: TestClient, if_match: str) -> None:
    answer = api.patch(
        "/api/v1/notes/0190a000-0000-7000-8000-000000000000", json={"title": "A note"}, headers={"If-Match": if_match}
    )
    assert answer.status_code == 200


def test_while_the_database_is_down_the_answer_says_when_to_try_again(api: TestClient) -> None:
    api.app.state.database = Database("postgresql+psycopg://nobody@/nothing?host=/nonexistent")  # type: ignore[attr-defined]
    answer = api.post("/api/v1/notes", json={"title": "A note"})
    assert (answer.status_code, answer.json()["code"]) == (503, "temporarily-unavailable")
    assert int(answer.headers["retry-after"]) > 0
