"""Bad input gets a clear answer that names the field (RFC 9457); the expectations are written by hand."""

import json

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from shared.api.paging import after, cursor
from shared.database import Database
from shared.errors import Malformed
from tests.shared.application import an_api

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def api(database: Database) -> TestClient:
    return an_api(database)


@pytest.mark.parametrize(
    ("body", "headers", "status", "code", "pointer"),
    [
        (b"{", JSON, 400, "malformed-json", None),
        (b'{"title": "a", "title": "b"}', JSON, 400, "malformed-json", None),
        (b'{"title": NaN}', JSON, 400, "malformed-json", None),
        (b"[" * 100 + b"]" * 100, JSON, 400, "malformed-json", None),
        (b"[" * 100_000, JSON, 400, "malformed-json", None),
        (b'{"title": "\xff"}', JSON, 400, "invalid-encoding", None),
        (b'{"title": "\\ud800"}', JSON, 400, "invalid-encoding", "/title"),
        (b'{"title": "a"}', {"Content-Type": "text/plain"}, 415, "unsupported-media-type", None),
        (b'{"title": "a"}', JSON | {"Accept": "image/png"}, 406, "not-acceptable", None),
        (b'{"title": "' + b"a" * (1 << 20) + b'"}', JSON, 413, "body-too-large", None),
        (b'{"title": "a\\u0000b"}', JSON, 422, "control-character", "/title"),
        (b'{"title": "a\\u001bb"}', JSON, 422, "control-character", "/title"),
        (b'{"title": "a", "is_admin": true}', JSON, 422, "unknown-field", "/is_admin"),
        (b"{}", JSON, 422, "required", "/title"),
        (b'{"title": null}', JSON, 422, "required", "/title"),
        (json.dumps({"title": "a" * 301}).encode(), JSON, 422, "too-long", "/title"),
        (b'{"title": "  "}', JSON, 422, "blank", "/title"),
        (b'{"title": "\\u200b\\u2060"}', JSON, 422, "blank", "/title"),
        (b'{"title": "a\\r\\nBcc: x@example.org"}', JSON, 422, "header-injection", "/title"),
        (b'{"title": "a\\u2028b"}', JSON, 422, "header-injection", "/title"),
        (b'{"title": "a\\n"}', JSON, 422, "header-injection", "/title"),
    ],
)
def test_a_bad_body_is_answered_with_the_right_code(
    api: TestClient, body: bytes, headers: dict[str, str], status: int, code: str, pointer: str | None
) -> None:
    answer = api.post("/api/v1/notes", content=body, headers=headers)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert [flaw["pointer"] for flaw in problem["errors"]] == ([] if pointer is None else [pointer])
    assert problem["request_id"] == answer.headers["x-request-id"]


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/notes?limit=0", 422, "out-of-range"),
        ("/api/v1/notes?limit=1000000000", 422, "out-of-range"),
        ("/api/v1/notes?cursor=nonsense", 400, "invalid-cursor"),
        ("/api/v1/notes?cursor=W10", 400, "invalid-cursor"),
        ("/api/v1/notes?cursor=%00", 422, "control-character"),
        ("/api/v1/notes?%1b=x", 422, "control-character"),
        ("/api/v1/nothing", 404, "not-found"),
        ("/api/v1/notes/", 404, "not-found"),
        ("/api/v1/me", 401, "invalid-token"),
    ],
)
def test_a_bad_address_is_answered_with_the_right_code(api: TestClient, path: str, status: int, code: str) -> None:
    answer = api.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_an_id_that_is_none_is_as_absent_as_one_that_is_not_there(api: TestClient) -> None:
    answer = api.patch("/api/v1/notes/1", json={"title": "a"}, headers={"If-Match": "*"})
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


def test_a_method_that_a_path_does_not_have_is_told_all_that_it_has(api: TestClient) -> None:
    answer = api.delete("/api/v1/notes")
    assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")
    assert answer.headers["allow"] == "GET, POST"


@pytest.mark.parametrize("token", ["", "x", "plx_", "plx_a", "plx_a_b", "a.b.c", "ey" * 400])
def test_a_token_that_is_not_valid_is_refused_and_not_taken_for_none(api: TestClient, token: str) -> None:
    answer = api.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid-token")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@given(st.integers(), st.text(st.characters(codec="utf-8")))
def test_a_cursor_reads_back_as_the_key_that_it_was_made_of(number: int, word: str) -> None:
    assert after(cursor(number, word), int, str) == (number, word)


@given(st.text(max_size=60))
def test_no_cursor_from_outside_is_anything_but_read_or_refused(given_cursor: str) -> None:
    try:
        assert after(given_cursor, int, str) is not None
    except Malformed as refusal:
        assert refusal.code == "invalid-cursor"
