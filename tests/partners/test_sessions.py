"""Sessions: continued by tokens that are good once, and ended when one comes twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.partners.conftest import StandingClock
from tests.partners.consortium import Consortium

Tokens = dict[str, str]


def _open(consortium: Consortium, **given: object) -> Tokens:
    answer = consortium.http.post("/api/v1/sessions", json={"token": consortium.link(consortium.person(**given))})
    assert answer.status_code == 200
    tokens: Tokens = answer.json()
    return tokens


def _renew(consortium: Consortium, refresh_token: str) -> tuple[int, Tokens]:
    answer = consortium.http.post("/api/v1/sessions", json={"refresh_token": refresh_token})
    return answer.status_code, answer.json()


def _me(consortium: Consortium, access_token: str) -> int:
    return consortium.door(access_token).get("/api/v1/people/me").status_code


def test_a_session_goes_on_by_its_newest_token(consortium: Consortium, time: StandingClock) -> None:
    tokens = _open(consortium)
    for _ in range(3):
        time.pass_(minutes=10)
        assert _me(consortium, tokens["access_token"]) == 401
        status, renewed = _renew(consortium, tokens["refresh_token"])
        assert status == 200
        assert renewed["refresh_token"] != tokens["refresh_token"]
        assert _me(consortium, renewed["access_token"]) == 200
        tokens = renewed


def test_the_token_before_is_good_for_thirty_seconds_more(consortium: Consortium, time: StandingClock) -> None:
    first = _open(consortium)["refresh_token"]
    tabs = [_renew(consortium, first)]
    time.pass_(seconds=29)
    tabs += [_renew(consortium, first), _renew(consortium, first)]
    assert [status for status, _ in tabs] == [200, 200, 200]
    time.pass_(minutes=5)
    assert [_renew(consortium, tab["refresh_token"])[0] for _, tab in tabs] == [200, 200, 200]


def test_a_token_that_comes_again_later_ends_the_session(consortium: Consortium, time: StandingClock) -> None:
    stolen = _open(consortium)["refresh_token"]
    _, renewed = _renew(consortium, stolen)
    time.pass_(seconds=30)
    status, problem = _renew(consortium, stolen)
    assert (status, problem["code"]) == (401, "invalid-token")
    assert _renew(consortium, renewed["refresh_token"])[0] == 401


def test_a_session_that_nobody_continues_ends_after_thirty_days(consortium: Consortium, time: StandingClock) -> None:
    refresh_token = _open(consortium)["refresh_token"]
    time.pass_(days=30)
    assert _renew(consortium, refresh_token)[0] == 401


def test_signing_out_ends_this_session_alone(consortium: Consortium) -> None:
    person = consortium.person()
    here, there = (
        consortium.http.post("/api/v1/sessions", json={"token": consortium.link(person)}).json() for _ in range(2)
    )
    assert consortium.door(here["access_token"]).delete("/api/v1/sessions/current").status_code == 204
    assert _renew(consortium, here["refresh_token"])[0] == 401
    assert _renew(consortium, there["refresh_token"])[0] == 200


def test_a_machine_has_no_session_to_sign_out_of(consortium: Consortium) -> None:
    answer = consortium.as_(consortium.person()).delete("/api/v1/sessions/current")
    assert answer.status_code == 404


def test_whoever_left_is_out_at_once(consortium: Consortium) -> None:
    tokens = _open(consortium)
    consortium.execute("UPDATE people SET state = 'left'")
    assert _me(consortium, tokens["access_token"]) == 401
    assert _renew(consortium, tokens["refresh_token"])[0] == 401


def test_the_first_key_is_made_once_however_many_need_it(consortium: Consortium) -> None:
    links = [consortium.link(consortium.person()) for _ in range(4)]
    with ThreadPoolExecutor(4) as together:
        answers = list(
            together.map(lambda link: consortium.http.post("/api/v1/sessions", json={"token": link}), links)
        )
    assert [answer.status_code for answer in answers] == [200] * 4
    [told] = consortium.told("signing_key_changed", "events")
    assert set(told["public_key"]) == {"crv", "x", "kid", "kty"}
    assert '"d"' not in consortium.everything_kept()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "required"),
        ({"token": "a", "refresh_token": "b"}, 422, "required"),
        ({"token": ""}, 422, "blank"),
        ({"token": 1}, 422, "string-type"),
        ({"refresh_token": "no such token"}, 401, "invalid-token"),
        ({"token": "a", "person_id": "me"}, 422, "unknown-field"),
    ],
)
def test_what_opens_no_session(consortium: Consortium, body: dict[str, object], status: int, code: str) -> None:
    answer = consortium.http.post("/api/v1/sessions", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
