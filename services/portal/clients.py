"""The API as the portal sees it. The one module here that speaks HTTP to others."""

import time
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from uuid import uuid4

import httpx2

from services.portal.session import Session
from services.portal.settings import api_url
from shared import log

logger = log.logger(__name__)

_LARGEST_PAGE = 200
_WAITS_FOR_THE_FIRST = 5


class Refused(Exception):
    """The API said no (RFC 9457): its status and code, and what is wrong with which field, by pointer."""

    def __init__(self, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"{status} {problem.get('code', '')}")
        self.status = status
        self.code: str = problem.get("code", "")
        self.detail: str = problem.get("detail", "")
        self.problem = problem
        self.flaws: list[tuple[str, str, str]] = [
            (flaw["pointer"], flaw["code"], flaw["detail"]) for flaw in problem.get("errors", [])
        ]


class Unreachable(Exception):
    """The API did not answer, or asks for a moment."""


class SignInNeeded(Exception):
    """Only somebody who is signed in may see or do this, and nobody is, any longer."""


class Api:
    """The API, asked in the name of whoever holds the session; tokens are renewed on the way."""

    def __init__(self, session: Session, address: str = "") -> None:
        self.session, self._address = session, address

    def get(self, path: str, **query: Any) -> Any:
        """Read a thing or a page of a list; a query without a value is not sent."""
        asked = {name: value for name, value in query.items() if value not in (None, "", [])}
        return self._answer("GET", path, params=asked)

    def every(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        """All items of a list, page after page."""
        cursor = None
        while True:
            page = self.get(path, limit=_LARGEST_PAGE, cursor=cursor, **query)
            yield from page["items"]
            cursor = page["next"]
            if cursor is None:
                return

    def post(self, path: str, body: dict[str, Any], key: str | None = None) -> Any:
        """Do something; the same `key` twice does it once, and who presses a button twice waits for the first."""
        more = {"Idempotency-Key": key or uuid4().hex}
        for _ in range(_WAITS_FOR_THE_FIRST):
            try:
                return self._answer("POST", path, more, json=body)
            except Refused as refused:
                if refused.code != "idempotency-in-progress":
                    raise
            time.sleep(1)
        raise Unreachable

    def patch(self, path: str, body: dict[str, Any], version: int) -> Any:
        """Change a thing, unless it is no longer at this version."""
        return self._answer("PATCH", path, json=body, more={"If-Match": f'"{version}"'})

    def put(self, path: str, body: dict[str, Any], version: int) -> Any:
        """Say the whole of a thing anew, unless it is no longer at this version."""
        return self._answer("PUT", path, json=body, more={"If-Match": f'"{version}"'})

    def delete(self, path: str, version: int) -> None:
        """Take a thing away, unless it is no longer at this version."""
        self._answer("DELETE", path, {"If-Match": f'"{version}"'})

    def sign_in(self, token: str) -> dict[str, Any]:
        """Begin a session with the token of a link; answers who signed in."""
        self.session.renew(**_tokens(_ask("POST", "/sessions", self._headers(), json={"token": token})))
        me: dict[str, Any] = self.get("/people/me")
        self.session.name = me["name"]
        return me

    def sign_out(self) -> None:
        """End the session here, and at the API if it answers."""
        try:
            if self.session:
                self._answer("DELETE", "/sessions/current")
        except (Refused, SignInNeeded, Unreachable):
            logger.info("session_already_over")
        self.session.end()

    def _answer(self, method: str, path: str, more: dict[str, str] | None = None, **request: Any) -> Any:
        if self.session and self.session.runs_out:
            self._renew()
        try:
            return _ask(method, path, self._headers() | (more or {}), **request)
        except Refused as refused:
            if refused.status != 401:
                raise
            if not self.session:
                raise SignInNeeded from refused
            self._renew()
            raise (Unreachable if self.session else SignInNeeded) from refused

    def _headers(self) -> dict[str, str]:
        # Limits per address are on the browser's, not on ours, which all browsers share.
        headers = {"X-Forwarded-For": self._address} if self._address else {}
        if self.session:
            headers["Authorization"] = f"Bearer {self.session.access_token}"
        return headers

    def _renew(self) -> None:
        try:
            self.session.renew(
                **_tokens(_ask("POST", "/sessions", {}, json={"refresh_token": self.session.refresh_token}))
            )
        except Refused:
            self.session.end()


def _tokens(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: answer[name] for name in ("access_token", "refresh_token", "expires_in")}


def _ask(method: str, path: str, headers: dict[str, str], **request: Any) -> Any:
    headers = {"X-Request-Id": log.correlation.get(), **headers}
    try:
        response = _http().request(method, f"/api/v1{path}", headers=headers, **request)
    except httpx2.HTTPError as error:
        logger.warning("api_unreachable", path=path, error=type(error).__name__)
        raise Unreachable from error
    if response.is_success:
        return response.json() if response.content else None
    if response.status_code >= 500:
        raise Unreachable
    raise Refused(response.status_code, _problem(response))


def _problem(response: httpx2.Response) -> dict[str, Any]:
    try:
        problem = response.json()
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}


@lru_cache
def _http() -> httpx2.Client:
    return httpx2.Client(
        base_url=api_url(),
        timeout=httpx2.Timeout(10, connect=2),
        limits=httpx2.Limits(max_connections=32, max_keepalive_connections=16),
        # Whatever proxy this machine is told to use is for the world outside.
        trust_env=False,
    )
