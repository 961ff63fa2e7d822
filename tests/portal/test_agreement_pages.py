"""The pages of agreements, before the API of partners itself."""

import re
from collections.abc import Callable
from datetime import date, timedelta
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

YEAR = timedelta(days=365)


@pytest.fixture
def agreed(database_of: Callable[[str], Database]) -> Agreed:
    return Agreed(Consortium(database_of("partners")))


@pytest.fixture
def visit(agreed: Agreed, monkeypatch: pytest.MonkeyPatch) -> Callable[[Door], TestClient]:
    """A browser of whoever comes by a door of the API."""

    def visiting(door: Door) -> TestClient:
        def asked(method: str, path: str, headers: dict[str, str], **request: Any) -> Any:
            kept = {name: value for name, value in headers.items() if name != "Authorization"}
            answer = door.request(method, f"/api/v1{path}", headers=kept, **request)
            if not answer.is_success:
                raise Refused(answer.status_code, answer.json())
            return answer.json()

        monkeypatch.setattr(clients, "_ask", asked)
        monkeypatch.setattr(directory, "_KEPT_SECONDS", 0)
        monkeypatch.setattr(sessions, "_opened", lambda _: Session("Ana", "access", "refresh", 4e9))
        return TestClient(create_app(), base_url="http://consortium.test", follow_redirects=False)

    return visiting


@pytest.fixture
def coordinator(agreed: Agreed, visit: Callable[[Door], TestClient]) -> TestClient:
    return visit(agreed.consortium.as_(agreed.owners[0]))


def _typed(agreed: Agreed, **given: str) -> dict[str, str]:
    return {
        "kind": "affiliation",
        "scope": "Trainees in the evening clinic",
        "effective_on": str(today() - timedelta(days=10)),
        "expires_on": str(today() + timedelta(days=60)),
        "notice_days": "90",
        "document": "shelf 3",
        "dates_note": "",
        "party_0_partner_id": str(agreed.school.id),
        "party_0_owner": agreed.owners[0].email.upper(),
        "party_1_partner_id": str(agreed.clinic.id),
        "party_1_owner": "",
        "approval_0_body": "Executive committee",
        "approval_0_approved_on": "2026-01-31",
    } | given


def _drafted(coordinator: TestClient, agreed: Agreed) -> str:
    answer = coordinator.post("/agreements/new", data=_typed(agreed))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def _moved(browser: TestClient, address: str, move: str, **more: str) -> Any:
    return browser.post(f"{address}/moves", data={"move": move} | more)


def test_an_agreement_is_drafted_looked_after_on_both_sides_signed_and_renewed(
    agreed: Agreed, coordinator: TestClient, visit: Callable[[Door], TestClient]
) -> None:
    assert 'name="party_2_owner"' in coordinator.get("/agreements/new").text
    address = _drafted(coordinator, agreed)
    page = coordinator.get(address).text
    for words in (agreed.owners[0].name, "nobody yet", "Executive committee", "shelf 3", "Draft"):
        assert words in page, words
    assert _moved(coordinator, address, "submission").status_code == 303
    refused = _moved(coordinator, address, "signature")
    assert refused.status_code == 409
    assert "Somebody on every side looks after an agreement." in refused.text

    clinic = visit(agreed.consortium.as_(agreed.owners[1]))
    offered = re.search(r'name="partner_id" value="([^"]+)"', clinic.get(address).text)
    assert offered is not None
    assert offered[1] == str(agreed.clinic.id)
    assert clinic.post(f"{address}/owner", data={"partner_id": offered[1]}).status_code == 303
    assert _moved(clinic, address, "signature").status_code == 303
    assert "At risk" in clinic.get(address).text

    form = clinic.get(f"{address}/renewal").text
    assert f'value="{today() + timedelta(days=61)}"' in form
    assert f"Now: {agreed.owners[0].name}" in form
    later = _typed(agreed, effective_on=str(today() + timedelta(days=61)), party_0_owner="")
    later["expires_on"] = str(today() + YEAR)
    renewed = clinic.post(f"{address}/renewal", data=later)
    assert renewed.status_code == 303, renewed.text
    renewal = clinic.get(renewed.headers["Location"]).text
    assert "The agreement before it" in renewal
    assert "nobody yet" not in renewal
    assert "Its renewal" in clinic.get(address).text


def test_what_is_at_risk_stands_first_in_the_list_and_words_find_it(
    agreed: Agreed, visit: Callable[[Door], TestClient]
) -> None:
    late = agreed.signed(effective_on=today() - YEAR, expires_on=today() + 2 * YEAR, scope="Screening of eyes")
    soon = agreed.signed(effective_on=today() - YEAR, expires_on=today() + timedelta(days=5), scope="Evening clinic")
    office = visit(agreed.office)
    page = office.get("/agreements").text
    assert page.index(soon["id"]) < page.index(late["id"])
    assert "Ends in 5 days" in page
    found = office.get("/agreements", params={"q": "eyes", "state": "in_force"}).text
    assert late["id"] in found
    assert soon["id"] not in found
    assert "There is no such agreement" in office.get("/agreements", params={"kind": "funding"}).text


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"scope": ""}, "scope", "Say what it is about."),
        ({"effective_on": ""}, "effective_on", "Say from when it holds."),
        ({"expires_on": "2001-01-01"}, "expires_on", "It must end after it begins."),
        ({"notice_days": "some"}, "notice_days", "Give a number of days."),
        ({"party_1_partner_id": ""}, "party_1_partner_id", "An agreement has two parties at least."),
        ({"party_1_owner": "nobody@example.org"}, "party_1_owner", "Nobody with this address is known to you."),
        ({"approval_1_approved_on": "2026-02-01"}, "approval_1_body", "This is needed."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_typed_is_lost(
    agreed: Agreed, coordinator: TestClient, given: dict[str, str], field: str, words: str
) -> None:
    page = coordinator.post("/agreements/new", data=_typed(agreed) | given)
    assert page.status_code == 422
    flaw = re.search(rf'id="{field}-flaw">(.*?)</p>', page.text)
    assert flaw is not None, page.text
    assert words in flaw[1]
    assert 'value="shelf 3"' in page.text


def test_a_gap_is_asked_about_beside_the_first_day(agreed: Agreed, coordinator: TestClient) -> None:
    old = agreed.signed(effective_on=today() - YEAR, expires_on=today() + timedelta(days=30))
    late = _typed(agreed, effective_on=str(date(2040, 1, 1)), expires_on="")
    page = coordinator.post(f"/agreements/{old['id']}/renewal", data=late)
    assert page.status_code == 422
    assert 'id="effective_on-flaw"' in page.text
    said = coordinator.post(f"/agreements/{old['id']}/renewal", data=late | {"dates_note": "They move."})
    assert said.status_code == 303


def test_of_what_is_signed_only_what_may_be_mended_is_asked(agreed: Agreed, coordinator: TestClient) -> None:
    agreement = agreed.signed(effective_on=today() - YEAR, expires_on=today() + YEAR)
    address = f"/agreements/{agreement['id']}"
    form = coordinator.get(f"{address}/edit").text
    assert '<input id="scope"' not in form
    typed = _typed(agreed, document="shelf 9", party_0_owner="") | {"version": str(agreement["version"])}
    assert coordinator.post(f"{address}/edit", data=typed).status_code == 303
    now = agreed.now(agreement)
    assert (now["document"], now["scope"], len(now["owners"])) == ("shelf 9", agreement["scope"], 2)
    assert coordinator.post(f"{address}/edit", data=typed).status_code == 412


def test_an_end_asks_for_a_word_why(agreed: Agreed, coordinator: TestClient) -> None:
    agreement = agreed.signed(effective_on=today() - YEAR, expires_on=today() + YEAR)
    address = f"/agreements/{agreement['id']}"
    asked = _moved(coordinator, address, "termination", reason=" ")
    assert asked.status_code == 422
    assert 'id="termination-reason-flaw"' in asked.text
    assert _moved(coordinator, address, "termination", reason="The clinic closes.").status_code == 303
    assert "The clinic closes." in coordinator.get(address).text
    assert _moved(coordinator, address, "nonsense").status_code == 303


def test_whoever_has_nothing_to_do_with_it_finds_no_page(agreed: Agreed, visit: Callable[[Door], TestClient]) -> None:
    agreement = agreed.signed(effective_on=today() - YEAR)
    elsewhere = visit(agreed.consortium.with_role("admin", agreed.consortium.partner()))
    for path in ("", "/edit", "/renewal"):
        assert elsewhere.get(f"/agreements/{agreement['id']}{path}").status_code == 404
    viewer = visit(agreed.consortium.with_role("viewer", agreed.school))
    page = viewer.get(f"/agreements/{agreement['id']}").text
    assert "What can be done" not in page
    assert viewer.get("/agreements/new").status_code == 403
