"""The pages of communities, before the API of partners itself; of events, none."""

from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from services.portal import clients
from services.portal.clients import Refused
from services.portal.web import create_app
from shared.database import Database
from tests.partners.conftest import StandingClock
from tests.partners.consortium import Consortium
from tests.partners.test_communities import HPSA, MUA, _imported


@pytest.fixture
def consortium(database_of: Callable[[str], Database]) -> Consortium:
    there = Consortium(database_of("partners"))
    hollow = {"external_id": "a", "name": "Pine Hollow", "setting": "rural", "kind": "county"}
    west = {"external_id": "b", "name": "West End", "setting": "urban", "languages": ["es"]}
    said = {"designations": [HPSA | {"score": 17}, MUA | {"status": "withdrawn"}], "local_note": "A bus."}
    assert _imported(there, hollow | said, west).status_code == 200
    return there


@pytest.fixture
def stranger(consortium: Consortium, monkeypatch: pytest.MonkeyPatch) -> TestClient:
    def asked(method: str, path: str, headers: dict[str, str], **request: Any) -> Any:
        if path == "/events":
            return {"items": [], "next": None}
        answer = consortium.http.request(method, f"/api/v1{path}", headers=headers, **request)
        if not answer.is_success:
            raise Refused(answer.status_code, answer.json())
        return answer.json()

    monkeypatch.setattr(clients, "_ask", asked)
    return TestClient(create_app(), base_url="http://consortium.test", follow_redirects=False)


def test_anybody_narrows_them_by_setting_designation_and_language(stranger: TestClient) -> None:
    for asked, found in (
        ({"setting": "rural"}, {"Pine Hollow"}),
        ({"designation": "HPSA"}, {"Pine Hollow"}),
        ({"language": "es"}, {"West End"}),
        ({"setting": "nonsense"}, {"Pine Hollow", "West End"}),
    ):
        page = stranger.get("/communities", params=asked).text
        assert {name for name in ("Pine Hollow", "West End") if name in page} == found, asked
    assert "There is no such community here." in stranger.get("/communities", params={"q": "nowhere"}).text


def test_the_age_of_a_designation_is_shown_and_a_withdrawn_one_says_so(stranger: TestClient) -> None:
    page = stranger.get("/communities/pine-hollow").text
    for words in ("Monday, August 3, 2009", "Primary care", "Score 17 of 26", "As of Thursday, October 1, 2026"):
        assert words in page, words
    assert "withdrawn" in page
    assert "A bus." in page
    assert "No federal program" in stranger.get("/communities/west-end").text
    assert stranger.get("/communities/nowhere").status_code == 404


@pytest.mark.parametrize(("day", "years"), [("2026-08-02", "16 years"), ("2026-08-03", "17 years")])
def test_a_year_is_full_on_its_day(
    stranger: TestClient, monkeypatch: pytest.MonkeyPatch, day: str, years: str
) -> None:
    noon = StandingClock()
    noon.time = noon.time.fromisoformat(f"{day}T18:00:00+00:00")
    monkeypatch.setattr("shared.clock.now", noon)
    assert f"({years})" in stranger.get("/communities/pine-hollow").text
