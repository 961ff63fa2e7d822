"""How often partners are asked, against brute force over a year; their limits; and who might be asked."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient

from services.events.calendar.models import Event
from services.events.coordination import asks
from shared import clock
from tests.events.consortium import EVENTS, Consortium

REQUESTS = "/api/v1/requests"


def _invited(door: TestClient, event_id: str, partner: UUID, **given: str) -> Any:
    return door.post(f"{EVENTS}/{event_id}/cohosts", json={"partner_id": str(partner), **given})


def test_counts_are_those_that_brute_force_finds_over_a_year(
    consortium: Consortium, monkeypatch: pytest.MonkeyPatch
) -> None:
    chance = random.Random(77)
    zones = ("America/Chicago", "Pacific/Honolulu", "Africa/Nairobi", "Pacific/Auckland")
    partners = [(consortium.partner(time_zone=zone), ZoneInfo(zone)) for zone in zones]
    event_id = UUID(consortium.draft()["id"])
    office = consortium.office
    begin = datetime(2031, 1, 1, tzinfo=UTC)
    expected: Counter[tuple[UUID, int]] = Counter()
    with monkeypatch.context() as patch, consortium.store.transaction() as session:
        event = session.get_one(Event, event_id)
        for _ in range(600):
            at = begin + timedelta(minutes=chance.randrange(365 * 24 * 60))
            partner, zone = chance.choice(partners)
            patch.setattr(clock, "now", lambda at=at: at)
            asks.ask(session, event, partner, "cohost", "")
            local = at.astimezone(zone)
            expected[partner, local.month if local.year == 2031 else 0] += 1
    for partner, _ in partners:
        for month in range(1, 13):
            query = {"partner": str(partner), "month": f"2031-{month:02}-17"}
            answer = office.get(REQUESTS, params=query).json()
            assert answer["asked"] == len(answer["items"]) == expected[partner, month], query


def test_beyond_its_limit_a_partner_is_asked_only_with_a_word_why(consortium: Consortium) -> None:
    quiet = consortium.partner(title="Casa X", request_limit_per_month=2)
    first, second, third = (consortium.draft()["id"] for _ in range(3))
    door = consortium.coordinator
    for event_id in (first, second):
        assert _invited(door, event_id, quiet).status_code == 200
    answer = door.get(REQUESTS, params={"partner": str(quiet)}).json()
    assert (answer["asked"], answer["limit"]) == (2, 2)
    assert answer["warning"] == "Casa X was asked 2 times this month, and wants to be asked 2 times at most."
    refused = _invited(door, third, quiet)
    assert (refused.status_code, refused.json()["code"]) == (409, "request-limit-reached")
    assert refused.json()["errors"][0]["pointer"] == "/over_limit"
    assert door.get(f"{EVENTS}/{third}").json()["cohosts"] == []
    assert _invited(door, third, quiet, over_limit="Their director asked us to.").status_code == 200
    assert door.get(REQUESTS, params={"partner": str(quiet)}).json()["asked"] == 3


def test_others_learn_how_often_and_not_by_whom(consortium: Consortium) -> None:
    asked = consortium.partner()
    event_id = consortium.draft(title="Marker-5512")["id"]
    _invited(consortium.coordinator, event_id, asked)
    query = {"partner": str(asked)}
    elsewhere = consortium.with_role("viewer", consortium.partner()).get(REQUESTS, params=query)
    assert (elsewhere.json()["asked"], elsewhere.json()["items"]) == (1, [])
    for door in (consortium.with_role("viewer", asked), consortium.coordinator, consortium.office):
        [item] = door.get(REQUESTS, params=query).json()["items"]
        assert (item["event_id"], item["asked_by"], item["role"]) == (event_id, str(consortium.host), "cohost")


def test_a_partner_that_nobody_knows_is_refused(consortium: Consortium) -> None:
    answer = consortium.coordinator.get(REQUESTS, params={"partner": "019afeed-0000-7000-8000-000000000000"})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown-reference")


def test_those_who_did_alike_and_those_who_did_it_together_might_co_host(consortium: Consortium) -> None:
    companion, neighbor, alike, stranger, tired, secret = (
        consortium.partner(request_limit_per_month=limit) for limit in (None, None, None, None, 0, None)
    )
    north = str(consortium.community())
    lately = datetime.now(UTC) - timedelta(days=40)

    def held(host: UUID, **given: Any) -> dict[str, Any]:
        times = {
            "starts_at": f"{lately:%Y-%m-%dT10:00:00+00:00}",
            "ends_at": f"{lately:%Y-%m-%dT11:00:00+00:00}",
        }
        return consortium.a_record(host_id=str(host), **times, **given)

    consortium.imported(
        held(consortium.host, cohosts=[{"partner_id": str(companion), "state": "accepted"}]),
        held(consortium.host, cohosts=[{"partner_id": str(stranger), "state": "declined"}]),
        held(neighbor, community_ids=[north]),
        held(alike, topics=["Diabetes"]),
        held(tired, community_ids=[north], topics=["Diabetes"]),
        held(secret, community_ids=[north], visibility="private"),
        held(stranger, topics=["Housing"]),
    )
    event_id = consortium.draft(community_ids=[north], topics=["Diabetes"])["id"]
    answer = consortium.coordinator.get(f"{EVENTS}/{event_id}/cohost-suggestions")
    assert [(item["partner_id"], item["score"], item["reasons"]) for item in answer.json()["items"]] == [
        (str(companion), 3, ["Co-hosted with the host once in the last year."]),
        (str(neighbor), 2, ["Held one event for the same communities in the last year."]),
        (str(alike), 1, ["Held one event on the same topics in the last year."]),
    ]
    _invited(consortium.coordinator, event_id, companion)
    answer = consortium.coordinator.get(f"{EVENTS}/{event_id}/cohost-suggestions")
    assert str(companion) not in answer.text
