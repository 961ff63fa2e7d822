"""The pages of partners, before the API of partners itself; of events, what the pages need."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient as Door
from starlette.testclient import TestClient

from services.partners.today import today
from services.portal import clients, directory
from services.portal import session as sessions
from services.portal.clients import Refused
from services.portal.session import Session
from services.portal.web import create_app
from shared.database import Database
from tests.partners.agreed import Agreed
from tests.partners.consortium import Consortium

AN_EVENT = {
    "id": "019afeed-0000-7000-8000-000000000000",
    "title": "Eye screening",
    "state": "published",
    "recurrence": None,
    "host_id": "",
    "cohosts": [],
    "community_ids": [],
    "attendance_mode": "in_person",
    "accessibility": {"step_free": True, "statement": ""},
    "languages": ["en"],
    "visibility": "public",
    "cost": "",
    "moved_from": None,
    "venue": None,
    "online_url": None,
    "time_zone": "America/Chicago",
}


@pytest.fixture
def agreed(database_of: Callable[[str], Database]) -> Agreed:
    return Agreed(Consortium(database_of("partners")))


@pytest.fixture
def visit(agreed: Agreed, monkeypatch: pytest.MonkeyPatch) -> Callable[..., TestClient]:
    """A browser of whoever comes by a door of the API; a stranger's without one."""

    def visiting(door: Door | None = None) -> TestClient:
        def asked(method: str, path: str, headers: dict[str, str], **request: Any) -> Any:
            if path == "/events":
                day = today() - timedelta(days=3)
                times = {"starts_at": f"{day}T10:00:00-06:00", "ends_at": f"{day}T11:00:00-06:00"}
                return {"items": [AN_EVENT | times], "next": None}
            kept = {name: value for name, value in headers.items() if name != "Authorization"}
            answer = (door or agreed.consortium.http).request(method, f"/api/v1{path}", headers=kept, **request)
            if not answer.is_success:
                raise Refused(answer.status_code, answer.json())
            return answer.json()

        monkeypatch.setattr(clients, "_ask", asked)
        monkeypatch.setattr(directory, "_KEPT_SECONDS", 0)
        opened = Session("Ana", "access", "refresh", 4e9) if door else Session()
        monkeypatch.setattr(sessions, "_opened", lambda _: opened)
        return TestClient(create_app(), base_url="http://consortium.test", follow_redirects=False)

    return visiting


def test_anybody_finds_the_public_partners_by_name_kind_and_reach(
    agreed: Agreed, visit: Callable[..., TestClient]
) -> None:
    agreed.consortium.partner(name="Ríos Hospital", kind="hospital", reach="national", blurb="By the river.")
    agreed.consortium.partner(name="Hidden Hospital", kind="hospital", public=False)
    stranger = visit()
    found = stranger.get("/partners", params={"q": "rios"}).text
    assert "Ríos Hospital" in found
    assert "By the river." in found
    assert agreed.clinic.name not in found
    for asked in ({"kind": "hospital"}, {"reach": "national"}):
        listed = stranger.get("/partners", params=asked).text
        assert "Ríos Hospital" in listed
        assert "Hidden Hospital" not in listed
    assert "There is no such partner here." in stranger.get("/partners", params={"q": "nowhere"}).text
    assert stranger.get("/partners/hidden-hospital").status_code == 404


def test_a_page_says_what_a_partner_is_what_belongs_to_it_and_what_is_on(
    agreed: Agreed, visit: Callable[..., TestClient]
) -> None:
    school = agreed.consortium.partner(name="River University", kind="university", aliases=["RU"])
    works_with = [{"kind": "works_with", "partner_id": str(agreed.clinic.id)}]
    addresses = [{"street": "Tripureshwor Marg 12", "locality": "Kathmandu", "country": "NP"}]
    unit = agreed.consortium.partner(
        name="School of Nursing",
        kind="university_unit",
        parent_id=school.id,
        relationships=works_with,
        addresses=addresses,
    )
    stranger = visit()
    page = stranger.get(f"/partners/{unit.slug}").text
    for words in ("River University", "Works with", agreed.clinic.name, "Tripureshwor Marg 12", "Eye screening"):
        assert words in page, words
    assert "The work with it" not in page
    assert "School of Nursing" in stranger.get(f"/partners/{school.slug}").text


def test_the_work_with_a_partner_stands_on_one_line_of_time_and_the_office_notes_more(
    agreed: Agreed, visit: Callable[..., TestClient]
) -> None:
    agreement = agreed.signed(effective_on=today() - timedelta(days=30), expires_on=today() + timedelta(days=20))
    office, address = visit(agreed.office), f"/partners/{agreed.clinic.slug}/work"
    assert "Nobody has noted yet" in office.get(address).text
    refused = office.post(address, data={"kind": "call", "held_on": "soon", "summary": "They ask for help."})
    assert refused.status_code == 422
    assert 'id="held_on-flaw"' in refused.text
    assert "They ask for help." in refused.text
    noted = {"kind": "visit", "held_on": str(today()), "summary": "They ask for help."}
    assert office.post(address, data=noted).status_code == 303
    page = office.get(address).text
    titles = re.findall(r'<h3 class="title">(?:<a [^>]*>)?([^<]+)', page)
    assert titles == ["Visit", "Eye screening", agreement["scope"]]
    assert "At risk" in page


def test_its_own_staff_see_the_work_but_not_what_the_office_noted_and_others_see_none(
    agreed: Agreed, visit: Callable[..., TestClient]
) -> None:
    address = f"/partners/{agreed.clinic.slug}/work"
    office = visit(agreed.office)
    office.post(address, data={"kind": "call", "held_on": str(today()), "summary": "Between us."})
    staff = visit(agreed.consortium.with_role("viewer", agreed.clinic)).get(address)
    assert staff.status_code == 200
    assert "Between us." not in staff.text
    assert visit(agreed.consortium.with_role("admin", agreed.school)).get(address).status_code == 404
    assert visit().get(address).status_code == 303
