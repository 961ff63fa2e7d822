"""Who may sign up, when and how often; each refusal says why."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from services.events.registrations.limits import forget
from shared import clock
from tests.events.consortium import EVENTS, Consortium


def _url(event: dict[str, Any]) -> str:
    return f"{EVENTS}/{event['id']}/registrations"


def _comes(consortium: Consortium, event: dict[str, Any], **given: Any) -> Any:
    """A new person with an account: her door, and what she is answered."""
    door = consortium.as_(consortium.person(), expires_at=clock.now() + timedelta(days=99))
    answer = door.post(_url(event), json=given)
    return door, answer


def _by_address(consortium: Consortium, event: dict[str, Any], number: int, **given: Any) -> Any:
    person = {"name": f"Guest {number}", "email": f"guest{number}@example.org"}
    return consortium.http.post(_url(event), json=person | given)


def _at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


REFUSALS: list[tuple[dict[str, Any], dict[str, Any], int, str]] = [
    ({"capacity": 1, "registration": {"waitlist": False}}, {}, 409, "full"),
    ({"capacity": 9, "registration": {"party_size_max": 2}}, {"party_size": 3}, 422, "party-too-large"),
    ({"capacity": 2}, {"party_size": 3}, 422, "party-too-large"),
    ({"registration": {"opens_local": "2999-01-01T09:00"}}, {}, 409, "not-open-yet"),
    ({"registration": {"closes_local": "2001-01-01T09:00"}}, {}, 409, "closed"),
    ({"registration": {"closes_hours_before": 2000}}, {}, 409, "closed"),
    ({"slots": [{"role": "driver", "capacity": 1}]}, {}, 422, "required"),
    ({"slots": [{"role": "driver", "capacity": 1}]}, {"role": "cook"}, 422, "unknown-reference"),
    ({}, {"role": "cook"}, 422, "unknown-reference"),
    ({}, {"person_id": "0198c000-0000-7000-8000-000000000000"}, 403, "not-allowed"),
    ({}, {"name": "Somebody Else", "email": "else@example.org"}, 403, "not-allowed"),
]


@pytest.mark.parametrize(("terms", "given", "status", "code"), REFUSALS)
def test_every_refusal_says_why(
    consortium: Consortium, terms: dict[str, Any], given: dict[str, Any], status: int, code: str
) -> None:
    event = consortium.published(**terms)
    if code == "full":
        _comes(consortium, event)
    _, answer = _comes(consortium, event, **given)
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.json()["detail"].endswith(".")


def test_nobody_signs_up_for_what_is_a_draft_postponed_cancelled_or_over(
    consortium: Consortium, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = consortium.draft()
    assert consortium.coordinator.post(_url(draft), json={}).json()["code"] == "event-not-published"
    assert consortium.http.post(_url(draft), json={}).status_code == 404
    postponed = consortium.published()
    consortium.coordinator.post(f"{EVENTS}/{postponed['id']}/postponement", json={"reason": "Snow."})
    assert _comes(consortium, postponed)[1].json()["code"] == "event-postponed"
    cancelled = consortium.published()
    consortium.coordinator.post(f"{EVENTS}/{cancelled['id']}/cancellation", json={"reason": "Snow."})
    assert _comes(consortium, cancelled)[1].json()["code"] == "event-cancelled"
    event = consortium.published()
    door = consortium.as_(consortium.person(), expires_at=clock.now() + timedelta(days=99))
    _at(monkeypatch, datetime.fromisoformat(event["starts_at"]))
    assert door.post(_url(event), json={}).json()["code"] == "event-begun"


def test_without_an_account_a_name_and_an_address_are_needed(consortium: Consortium) -> None:
    event = consortium.published()
    answer = consortium.http.post(_url(event), json={"name": "Ana"})
    assert [flaw["pointer"] for flaw in answer.json()["errors"]] == ["/email"]
    found = consortium.http.post(_url(event), json={"name": "Ana", "email": "ana@example.org", "language": "es"})
    assert (found.json()["person_id"], found.json()["name"]) == (None, "Ana")
    [told] = consortium.told("registration_changed")
    assert told["registrant"] == {"person_id": None, "name": "Ana", "email": "ana@example.org", "language": "es"}


def test_one_address_and_one_place_in_the_network_sign_up_only_so_often(
    consortium: Consortium, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = [consortium.published(title=f"Talk {number}") for number in range(21)]
    answers = [_by_address(consortium, event, 1) for event in events]
    assert [answer.status_code for answer in answers] == [200] * 20 + [429]
    assert 3500 < int(answers[-1].headers["Retry-After"]) <= 3600
    kept = consortium.execute("SELECT subject FROM registration_attempts")
    assert not any("guest1" in row.subject for row in kept)
    _at(monkeypatch, clock.now() + timedelta(hours=1, minutes=1))
    with consortium.store.transaction() as session:
        forget(session)
    assert consortium.execute("SELECT count(*) FROM registration_attempts")[0][0] == 0
    assert _by_address(consortium, events[-1], 1).status_code == 200


def test_what_is_asked_before_keeps_the_place_until_it_is_there(consortium: Consortium) -> None:
    terms = {"approval": True, "requirements": ["training:hipaa"], "guardian_consent": True}
    event = consortium.published(capacity=1, registration=terms)
    door, answer = _comes(consortium, event, minor="My daughter")
    found = answer.json()
    assert (found["state"], found["waits_for"]) == (
        "pending_requirement",
        ["approval", "training:hipaa", "guardian_consent"],
    )
    assert _comes(consortium, event)[1].json()["state"] == "waitlisted"
    url = f"/api/v1/registrations/{found['id']}/requirements"
    assert door.post(url, json={"met": ["approval"]}).status_code == 403
    assert door.post(url, json={"met": ["guardian_consent"]}).json()["waits_for"] == ["approval", "training:hipaa"]
    assert consortium.coordinator.post(url, json={"met": ["passport"]}).status_code == 422
    ready = consortium.coordinator.post(url, json={"met": ["approval", "training:hipaa"]}).json()
    assert (ready["state"], ready["waits_for"]) == ("registered", [])
    assert consortium.told("registration_changed")[-1]["change"] == "registered"
