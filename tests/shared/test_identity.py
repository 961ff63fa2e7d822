"""Who is asking is found offline, and nobody else gets in."""

from datetime import timedelta
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from joserfc.jwk import OKPKey
from sqlalchemy import update

from shared import clock
from shared.database import Database, api_tokens
from shared.identity import copy_api_token, copy_signing_key, issue_access_token, new_api_token
from shared.messages.partners import ApiTokenChanged, SigningKeyChanged
from tests.shared.application import an_api
from tests.shared.conftest import Clock

KEY = OKPKey.generate_key("Ed25519", parameters={"kid": "key-1"}, private=True)
OTHER_KEY = OKPKey.generate_key("Ed25519", parameters={"kid": "key-1"}, private=True)


@pytest.fixture
def api(database: Database) -> TestClient:
    with database.transaction() as session:
        public = {name: str(value) for name, value in KEY.as_dict(private=False).items()}
        copy_signing_key(session, SigningKeyChanged(key_id="key-1", public_key=public))
    return an_api(database)


def _status(api: TestClient, token: str, method: str = "GET") -> tuple[int, str]:
    path = "/api/v1/me" if method == "GET" else "/api/v1/notes"
    answer = api.request(method, path, headers={"Authorization": f"Bearer {token}"})
    return answer.status_code, answer.json().get("code") or answer.json()["id"]


def test_an_access_token_says_who_is_asking(api: TestClient) -> None:
    person_id = uuid4()
    assert _status(api, issue_access_token(person_id, "key-1", KEY, "issuer")) == (200, str(person_id))


def test_an_access_token_ends_after_ten_minutes(api: TestClient, time: Clock) -> None:
    token = issue_access_token(uuid4(), "key-1", KEY, "issuer")
    time.pass_(599)
    assert _status(api, token)[0] == 200
    time.pass_(1)
    assert _status(api, token) == (401, "invalid-token")


def test_an_access_token_that_another_key_signed_is_refused(api: TestClient) -> None:
    assert _status(api, issue_access_token(uuid4(), "key-1", OTHER_KEY, "issuer")) == (401, "invalid-token")


def test_an_access_token_of_a_retired_key_is_refused(api: TestClient, database: Database) -> None:
    token = issue_access_token(uuid4(), "key-1", KEY, "issuer")
    with database.transaction() as session:
        retired = SigningKeyChanged(key_id="key-1", public_key={}, retired_at=clock.now(), version=2)
        copy_signing_key(session, retired)
    assert _status(api, token) == (401, "invalid-token")


def _issue(database: Database, **given: object) -> tuple[str, ApiTokenChanged]:
    token_id, token, secret_hash = new_api_token()
    told = ApiTokenChanged(
        **{
            "token_id": token_id,
            "secret_hash": secret_hash,
            "person_id": uuid4(),
            "scopes": ("read", "write"),
            "expires_at": clock.now() + timedelta(days=1),
        }
        | given
    )
    with database.transaction() as session:
        copy_api_token(session, told)
    return token, told


def test_an_api_token_says_for_whom_a_machine_asks(api: TestClient, database: Database) -> None:
    token, told = _issue(database)
    assert _status(api, token) == (200, str(told.person_id))


def test_an_api_token_with_another_secret_is_refused(api: TestClient, database: Database) -> None:
    token, _ = _issue(database)
    assert _status(api, token[:-1] + ("a" if token[-1] != "a" else "b")) == (401, "invalid-token")


def test_an_expired_or_revoked_api_token_is_refused(api: TestClient, database: Database) -> None:
    expired, _ = _issue(database, expires_at=clock.now())
    revoked, told = _issue(database)
    with database.transaction() as session:
        copy_api_token(session, told.model_copy(update={"revoked_at": clock.now(), "version": 2}))
    assert _status(api, expired) == _status(api, revoked) == (401, "invalid-token")


def test_a_revocation_that_was_heard_first_is_not_undone_by_the_issue(api: TestClient, database: Database) -> None:
    token, told = _issue(database, version=2, revoked_at=clock.now())
    with database.transaction() as session:
        copy_api_token(session, told.model_copy(update={"revoked_at": None, "version": 1}))
    assert _status(api, token) == (401, "invalid-token")


def test_a_token_that_may_only_read_may_not_write(api: TestClient, database: Database) -> None:
    token, _ = _issue(database, scopes=("read",))
    assert _status(api, token)[0] == 200
    with database.transaction() as session:
        session.execute(update(api_tokens).values(scopes=["write"]))
    assert _status(api, token) == (403, "insufficient-scope")
