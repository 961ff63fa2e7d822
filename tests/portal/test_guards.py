"""What guards the pages: whose forms are taken, what browsers are told, and pages while the API is away."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from services.portal import clients
from services.portal.web import create_app

OURS = "http://consortium.test"


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """The portal with an API that does not answer."""
    monkeypatch.setattr(clients, "api_url", lambda: "http://127.0.0.1:9")
    clients._http.cache_clear()
    with TestClient(create_app(), base_url=OURS, follow_redirects=False) as client:
        yield client
    clients._http.cache_clear()


@pytest.mark.parametrize(
    ("headers", "taken"),
    [
        ({"Origin": OURS}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({}, True),
        ({"Origin": "https://elsewhere.example.org"}, False),
        ({"Origin": "null"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": OURS}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
    ],
)
def test_a_form_is_taken_from_our_own_pages_only(headers: dict[str, str], taken: bool, browser: TestClient) -> None:
    answer = browser.post("/language", data={"language": "es", "next": "/"}, headers=headers)
    assert answer.status_code == (303 if taken else 403)
    assert ("set-cookie" in answer.headers) is taken


def test_the_page_of_a_link_tells_its_address_to_nobody(browser: TestClient) -> None:
    page = browser.get("/links/partners/some-token")
    assert page.status_code == 200
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["Cache-Control"] == "no-store"
    # Browsers then send no origin either; without their other word for it, the token is the proof.
    assert browser.post("/links/partners/some-token", headers={"Origin": "null"}).status_code == 503


def test_every_page_says_what_browsers_may_do_with_it(browser: TestClient) -> None:
    for path in ("/sign-in", "/nowhere", "/"):
        headers = browser.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert "private" in headers["Cache-Control"]
        assert "Cookie" in headers["Vary"]


def test_while_the_api_is_away_a_page_says_so_and_when_to_come_back(browser: TestClient) -> None:
    page = browser.get("/", headers={"Accept-Language": "es"})
    assert (page.status_code, page.headers["Retry-After"]) == (503, "5")
    assert "Un momento, por favor" in page.text
    assert '<html lang="es">' in page.text


def test_people_get_pages_and_programs_get_problems(browser: TestClient) -> None:
    page, problem = browser.get("/nowhere"), browser.get("/api/v1/nowhere")
    assert (page.status_code, page.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
    assert (problem.status_code, problem.headers["Content-Type"]) == (404, "application/problem+json")
    assert problem.json()["code"] == "not-found"


def test_what_is_for_the_signed_in_asks_to_sign_in_and_leads_back(browser: TestClient) -> None:
    asked = browser.get("/events/new")
    assert (asked.status_code, asked.headers["Location"]) == (303, "/sign-in?next=/events/new")


def test_a_form_of_no_sane_size_is_refused(browser: TestClient) -> None:
    assert browser.post("/sign-in", data={"email": "x" * 2_000_000}).status_code == 413
    assert browser.post("/sign-in", data={f"field{number}": "" for number in range(1_500)}).status_code == 400


def test_head_is_answered_as_get(browser: TestClient) -> None:
    assert browser.head("/sign-in").status_code == 200


def test_static_files_are_kept_for_ever_since_their_address_changes_with_them(browser: TestClient) -> None:
    page = browser.get("/sign-in").text
    address = page.partition('rel="stylesheet" href="')[2].partition('"')[0]
    assert "?" in address
    assert "immutable" in browser.get(address).headers["Cache-Control"]


@pytest.mark.parametrize(("path", "framed"), [("/embed/clinic", True), ("/", False), ("/embedded", False)])
def test_only_a_members_own_list_may_stand_in_another_sites_frame(
    path: str, framed: bool, browser: TestClient
) -> None:
    headers = browser.get(path).headers
    assert ("frame-ancestors *" in headers["Content-Security-Policy"]) is framed
    assert ("frame-ancestors 'none'" in headers["Content-Security-Policy"]) is not framed
    assert ("X-Frame-Options" in headers) is not framed
