"""What was typed while the session ended is kept on the page, whichever way it ended."""

import re
import time
from html import unescape
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from services.portal import clients
from services.portal.session import Session, _closed
from services.portal.web import create_app

NO_LONGER = {"code": "invalid-token", "detail": "Sign in."}
TYPED = [
    ("title", 'Tea & "cake" <now>'),
    ("summary", "First line.\nSecond line."),
    ("audiences", "families"),
    ("audiences", "seniors"),
    ("key", "k-1"),
]


def _browser(monkeypatch: pytest.MonkeyPatch, *, access_ends_in: float | None) -> TestClient:
    """A browser whose session the API no longer knows; its cookie is gone, or as it was."""
    api = httpx2.Client(
        base_url="http://api.test",
        transport=httpx2.MockTransport(lambda _: httpx2.Response(401, json=NO_LONGER)),
    )
    monkeypatch.setattr(clients, "_http", lambda: api)
    browser = TestClient(create_app(), base_url="http://consortium.test", follow_redirects=False)
    if access_ends_in is not None:
        session = Session("Ana Testwell", "an-access-token", "a-refresh-token", time.time() + access_ends_in)
        name, _, value = _closed(session).partition(";")[0].partition("=")
        browser.cookies.set(name, value)
    return browser


def _kept(page: str) -> list[Any]:
    form = page.partition('<main id="content"')[2].partition("</form>")[0]
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form)
    return [(unescape(name), unescape(value)) for name, value in found]


@pytest.mark.parametrize("access_ends_in", [None, -60.0, 600.0])
@pytest.mark.parametrize("path", ["/events/new", "/events/0193a1b2-0000-7000-8000-00000000abcd/edit"])
def test_a_form_that_came_too_late_is_kept_to_be_sent_again(
    path: str, access_ends_in: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = httpx2.QueryParams(TYPED)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    with _browser(monkeypatch, access_ends_in=access_ends_in) as browser:
        page = browser.post(path, content=str(body), headers=headers)
    assert page.status_code == 403
    assert f'<form method="post" action="{path}">' in page.text
    assert _kept(page.text) == TYPED


def test_one_that_is_too_large_is_refused_then_too(monkeypatch: pytest.MonkeyPatch) -> None:
    with _browser(monkeypatch, access_ends_in=None) as browser:
        assert browser.post("/events/new", data={"summary": "x" * 2_000_000}).status_code == 413
