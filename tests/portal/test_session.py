"""The session's cookie: what it holds, who can read it, and when it is set."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from services.portal import session as sessions
from services.portal.session import Session, Sessions, cookie


def _begin(request: Request) -> JSONResponse:
    session: Session = request.state.session
    session.name = "Marisol"
    session.renew("an-access-token", "a-refresh-token", 600)
    return JSONResponse({})


def _look(request: Request) -> JSONResponse:
    session: Session = request.state.session
    return JSONResponse({"name": session.name, "token": session.access_token, "signed_in": bool(session)})


def _end(request: Request) -> JSONResponse:
    request.state.session.end()
    return JSONResponse({})


@pytest.fixture
def browser() -> Iterator[TestClient]:
    app = Starlette(routes=[Route("/begin", _begin), Route("/look", _look), Route("/end", _end)])
    app.add_middleware(Sessions)
    with TestClient(app) as client:
        yield client


def test_a_session_lasts_from_page_to_page_until_it_is_ended(browser: TestClient) -> None:
    assert browser.get("/look").json()["signed_in"] is False
    browser.get("/begin")
    assert browser.get("/look").json() == {"name": "Marisol", "token": "an-access-token", "signed_in": True}
    browser.get("/end")
    assert browser.get("/look").json()["signed_in"] is False


def test_the_cookie_shows_nothing_of_what_it_holds(browser: TestClient) -> None:
    header = browser.get("/begin").headers["set-cookie"]
    assert "HttpOnly" in header
    assert "SameSite=Lax" in header
    for secret in ("an-access-token", "a-refresh-token", "Marisol"):
        assert secret not in header


def test_a_cookie_that_we_did_not_seal_is_no_session(browser: TestClient) -> None:
    browser.get("/begin")
    sealed = browser.cookies["session"]
    for forged in ("", "nonsense", sealed[:-4] + "AAAA", '{"name": "Marisol", "refresh_token": "x"}'):
        browser.cookies.set("session", forged.replace('"', "'"), domain="testserver.local")
        answer = browser.get("/look", headers={"Cookie": f"session={forged}"})
        assert answer.json()["signed_in"] is False


def test_a_page_that_leaves_the_session_alone_sets_no_cookie(browser: TestClient) -> None:
    browser.get("/begin")
    assert "set-cookie" not in browser.get("/look").headers


def test_over_https_the_cookie_is_bound_to_it_and_to_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "is_secure", lambda: True)
    assert cookie("language", "es", 365).endswith("; Secure")
    assert sessions._name().startswith("__Host-")
