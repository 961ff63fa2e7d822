"""Bad input: every answer is a problem, with the right code, and never a 500."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared import clock
from tests.events.consortium import EVENTS, Consortium

NOBODY = "019afeed-0000-7000-8000-000000000000"
RAW = {"Content-Type": "application/json"}


def _posting(**given: Any) -> Callable[[Consortium], Any]:
    return lambda consortium: consortium.coordinator.post(EVENTS, json=consortium.an_event(**given))


def _without(field: str) -> Callable[[Consortium], Any]:
    def ask(consortium: Consortium) -> Any:
        event = consortium.an_event()
        del event[field]
        return consortium.coordinator.post(EVENTS, json=event)

    return ask


def _sending(body: bytes, **headers: str) -> Callable[[Consortium], Any]:
    return lambda consortium: consortium.coordinator.post(EVENTS, content=body, headers=RAW | headers)


def _patching(headers: dict[str, str] | None = None, **patch: Any) -> Callable[[Consortium], Any]:
    def ask(consortium: Consortium) -> Any:
        url = f"{EVENTS}/{consortium.published()['id']}"
        return consortium.coordinator.patch(
            url, json=patch, headers={"If-Match": "*"} if headers is None else headers
        )

    return ask


def _doing(noun: str, body: Any) -> Callable[[Consortium], Any]:
    return lambda consortium: consortium.coordinator.post(f"{EVENTS}/{consortium.draft()['id']}/{noun}", json=body)


def _listing(**filters: Any) -> Callable[[Consortium], Any]:
    return lambda consortium: consortium.http.get(EVENTS, params=filters)


def _getting(path: str, **headers: str) -> Callable[[Consortium], Any]:
    return lambda consortium: consortium.coordinator.get(path, headers=headers)


def _with_token(token: str, scheme: str = "Bearer") -> Callable[[Consortium], Any]:
    headers = {"Authorization": f"{scheme} {token}"}
    return lambda consortium: consortium.http.post(EVENTS, json=consortium.an_event(), headers=headers)


def _no_token(consortium: Consortium) -> Any:
    return consortium.http.post(EVENTS, json=consortium.an_event())


def _expired_token(consortium: Consortium) -> Any:
    token = consortium.token(consortium.person(), expires_at=clock.now() - timedelta(seconds=1))
    return consortium.door(token).post(EVENTS, json=consortium.an_event())


def _revoked_token(consortium: Consortium) -> Any:
    token = consortium.token(consortium.person(), revoked_at=clock.now())
    return consortium.door(token).get(EVENTS)


def _altered_token(consortium: Consortium) -> Any:
    return consortium.door(consortium.token(consortium.person())[:-2] + "xx").get(EVENTS)


def _token_of_a_stranger(consortium: Consortium) -> Any:
    return consortium.door(consortium.token(uuid4())).get(EVENTS)


def _foreign_token(consortium: Consortium) -> Any:
    other = consortium.with_role("coordinator", consortium.partner())
    return other.post(EVENTS, json=consortium.an_event())


def _foreign_id(consortium: Consortium) -> Any:
    other = consortium.with_role("coordinator", consortium.partner())
    return other.patch(f"{EVENTS}/{consortium.draft()['id']}", json={"title": "Mine"}, headers={"If-Match": "*"})


def _key_with_another_body(consortium: Consortium) -> Any:
    key = {"Idempotency-Key": "the same"}
    consortium.coordinator.post(EVENTS, json=consortium.an_event(), headers=key)
    return consortium.coordinator.post(EVENTS, json=consortium.an_event(title="Other"), headers=key)


def _importing(**given: Any) -> Callable[[Consortium], Any]:
    return lambda consortium: consortium.office.post(
        "/api/v1/imports/events", json={"records": [consortium.a_record(**given)]}
    )


TABLE: dict[str, tuple[Callable[[Consortium], Any], int, str]] = {
    # what is not JSON, or not for us
    "malformed": (_sending(b'{"title": '), 400, "malformed-json"),
    "the same field twice": (_sending(b'{"title": "a", "title": "b"}'), 400, "malformed-json"),
    "NaN": (_sending(b'{"capacity": NaN}'), 400, "malformed-json"),
    "too deep": (_sending(b"[" * 70 + b"]" * 70), 400, "malformed-json"),
    "not UTF-8": (_sending(b'{"title": "\xff"}'), 400, "invalid-encoding"),
    "half a character": (_sending(b'{"title": "\\ud83d"}'), 400, "invalid-encoding"),
    "another content type": (_sending(b"title=a", **{"Content-Type": "text/plain"}), 415, "unsupported-media-type"),
    "too large": (_sending(b'"' + b"a" * (1 << 20) + b'"'), 413, "body-too-large"),
    "nothing that we speak": (_getting(EVENTS, Accept="image/png"), 406, "not-acceptable"),
    # fields
    "no title": (_without("title"), 422, "required"),
    "no host": (_without("host_id"), 422, "required"),
    "no time": (_without("starts_at"), 422, "required"),
    "null title": (_posting(title=None), 422, "required"),
    "null time": (_posting(starts_at=None), 422, "required"),
    "blank title": (_posting(title=" \u200b "), 422, "blank"),
    "long title": (_posting(title="a" * 1001), 422, "too-long"),
    "unknown field": (_posting(is_admin=True), 422, "unknown-field"),
    "a field that is not written": (_posting(sequence=3), 422, "unknown-field"),
    "state is not written": (_posting(state="published"), 422, "unknown-field"),
    "control character": (_posting(title="Health\u0007fair"), 422, "control-character"),
    "NUL": (_posting(summary="a\u0000b"), 422, "control-character"),
    "header injection": (_posting(title="Fair\r\nBcc: all@example.org"), 422, "header-injection"),
    "header injection by another line's end": (_posting(title="Fair\u2028Bcc: all"), 422, "header-injection"),
    "header injection in a venue": (_posting(venue={"name": "Hall\nX: y"}), 422, "header-injection"),
    "not an id": (_posting(host_id="clinic"), 422, "invalid-id"),
    "not a number of places": (_posting(capacity=0), 422, "out-of-range"),
    "too many topics": (_posting(topics=[str(each) for each in range(51)]), 422, "too-many"),
    "an address of no site": (_posting(online_url="javascript:alert(1)"), 422, "invalid-url"),
    "an address with a password": (_posting(online_url="https://me:pw@meet.example.org/"), 422, "invalid-url"),
    "no such visibility": (_posting(visibility="secret"), 422, "literal-error"),
    "a group's event without a group": (_posting(visibility="group"), 422, "required"),
    "online without an address": (_posting(attendance_mode="online"), 422, "required"),
    "mixed without an address": (_posting(attendance_mode="mixed"), 422, "required"),
    "in person without a place": (_posting(attendance_mode="in_person", venue=None), 422, "required"),
    # times
    "naive": (_posting(starts_at="2026-12-05T10:00:00"), 422, "invalid-datetime"),
    "nonsense": (_posting(starts_at="next Tuesday"), 422, "invalid-datetime"),
    "24:61": (_posting(starts_at="2026-12-05T24:61:00+00:00"), 422, "invalid-datetime"),
    "an offset of elsewhere": (_posting(starts_at="2026-12-05T10:00:00-06:00"), 422, "invalid-datetime"),
    "in the gap": (
        _posting(starts_at="2027-03-14T02:30:00-06:00", time_zone="America/Chicago"), 422, "nonexistent-local-time",
    ),
    "ambiguous without an offset": (
        _posting(starts_at="2026-11-01T01:30:00", time_zone="America/Chicago"), 422, "invalid-datetime",
    ),
    "unknown zone": (_posting(time_zone="Mars/Olympus"), 422, "unknown-timezone"),
    "end before start": (_posting(ends_at="2020-01-01T00:00:00+00:00"), 422, "end-before-start"),
    "end before start across a change of clocks": (
        _posting(
            starts_at="2026-11-01T01:45:00-06:00", ends_at="2026-11-01T01:50:00-05:00", time_zone="America/Chicago"
        ),
        422, "end-before-start",
    ),
    # references
    "no such host": (_posting(host_id=NOBODY), 422, "unknown-reference"),
    "no such community": (_posting(community_ids=[NOBODY]), 422, "unknown-reference"),
    "no such guest": (_posting(invited_person_ids=[NOBODY]), 422, "unknown-reference"),
    "no such program": (_posting(program_id=NOBODY), 422, "unknown-reference"),
    "no such initiative in a change": (_patching(initiative_id=NOBODY), 422, "unknown-reference"),
    # things
    "no such event": (_getting(f"{EVENTS}/{NOBODY}"), 404, "not-found"),
    "not an event's id": (_getting(f"{EVENTS}/1%20OR%201=1"), 404, "not-found"),
    "no such program's id": (_getting("/api/v1/programs/wump"), 404, "not-found"),
    "no such path": (_getting("/api/v1/events-of-old"), 404, "not-found"),
    "no such method": (lambda consortium: consortium.office.delete(EVENTS), 405, "method-not-allowed"),
    "a foreign event": (_foreign_id, 404, "not-found"),
    # changes
    "no version": (_patching(headers={}, title="New"), 428, "if-match-required"),
    "an old version": (_patching(headers={"If-Match": '"1"'}, title="New"), 412, "version-conflict"),
    "a version of nonsense": (_patching(headers={"If-Match": "x" * 30}, title="New"), 412, "version-conflict"),
    "a title that goes": (_patching(title=None), 422, "required"),
    "a place that goes": (_patching(venue=None), 422, "required"),
    "a group that is none": (_patching(visibility="group"), 422, "required"),
    "no reason": (_doing("cancellation", {}), 422, "required"),
    "a blank reason": (_doing("cancellation", {"reason": " "}), 422, "blank"),
    "a publication with wishes": (_doing("publication", {"at": "noon"}), 422, "unknown-field"),
    "a preview of nothing": (_doing("preview", {"change": {}}), 422, "required"),
    "a preview of two": (
        _doing("preview", {"change": {"publication": {}, "cancellation": {"reason": "No."}}}), 422, "required",
    ),
    "a key with another body": (_key_with_another_body, 422, "idempotency-mismatch"),
    "a key of nonsense": (_sending(b"{}", **{"Idempotency-Key": "k" * 256}), 400, "invalid-idempotency-key"),
    # who asks
    "no token": (_no_token, 401, "invalid-token"),
    "a wrong token": (_with_token("plx_0000_wrong"), 401, "invalid-token"),
    "half a token": (_with_token("plx_"), 401, "invalid-token"),
    "not a token": (_with_token("a.b.c"), 401, "invalid-token"),
    "another scheme": (_with_token("dXNlcjpwdw==", "Basic"), 401, "invalid-token"),
    "an expired token": (_expired_token, 401, "invalid-token"),
    "a revoked token": (_revoked_token, 401, "invalid-token"),
    "an altered token": (_altered_token, 401, "invalid-token"),
    "a token of nobody we know": (_token_of_a_stranger, 401, "invalid-token"),
    "a foreign token": (_foreign_token, 403, "not-allowed"),
    # lists
    "no limit": (_listing(limit=0), 422, "out-of-range"),
    "no end": (_listing(limit=10**9), 422, "out-of-range"),
    "a negative limit": (_listing(limit=-1), 422, "out-of-range"),
    "a limit of nonsense": (_listing(limit="all"), 422, "int-parsing"),
    "a cursor of nonsense": (_listing(cursor="nonsense"), 400, "invalid-cursor"),
    "a cursor of another list": (_listing(cursor="WyJhIl0"), 400, "invalid-cursor"),
    "a cursor with NUL": (_listing(cursor="\0"), 422, "control-character"),
    "an unknown filter": (_listing(tenant="1"), 400, "invalid-filter"),
    "an unknown filter of programs": (_getting("/api/v1/programs?sort=x"), 400, "invalid-filter"),
    "a filter with NUL": (_listing(q="a\0b"), 422, "control-character"),
    "a host that is none": (_listing(host="clinic"), 422, "invalid-id"),
    "a state that is none": (_listing(state="secret"), 422, "literal-error"),
    "from a naive time": (_listing(**{"from": "2026-12-05T10:00:00"}), 422, "invalid-datetime"),
    "from no day": (_listing(**{"from": "2026-02-30"}), 422, "invalid-datetime"),
    "to the end of time": (_listing(to="9999-12-31"), 422, "invalid-datetime"),
    # the import door
    "a record of two times": (_importing(starts_local="2026-12-05T10:00"), 422, "required"),
    "a record in the gap": (
        _importing(starts_at="2027-03-14T02:30:00-06:00", time_zone="America/Chicago"), 422, "nonexistent-local-time",
    ),
    "a record of an unknown host": (_importing(host_id=NOBODY), 409, "not-known-yet"),
    "a record with a control character": (_importing(title="a\u0001b"), 422, "control-character"),
}  # fmt: skip


@pytest.mark.parametrize("case", TABLE)
def test_bad_input_is_answered_with_a_problem_that_names_it(consortium: Consortium, case: str) -> None:
    ask, status, code = TABLE[case]
    answer = ask(consortium)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code), answer.text
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert problem.keys() >= {"type", "title", "status", "detail", "instance", "errors", "request_id"}
    assert all(flaw.keys() == {"pointer", "code", "detail"} for flaw in problem["errors"])
    if status == 422 and code not in {"idempotency-mismatch"}:
        assert problem["errors"]
    if status == 401:
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
