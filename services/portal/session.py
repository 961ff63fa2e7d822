"""The session's cookie: sealed, so that neither the browser nor its extensions can read the tokens in it."""

import json
import time
from dataclasses import asdict, dataclass

from starlette.datastructures import MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.portal.settings import is_secure
from shared.sealing import seal, unseal

_SEALED_FOR = "portal-session"
_DAYS_KEPT = 30
# Renewed a little before its end, so that it does not run out on its way to the API.
_SOON_SECONDS = 30


@dataclass
class Session:
    """Who is signed in, and the tokens that say so to the API; empty for a stranger."""

    name: str = ""
    access_token: str = ""
    refresh_token: str = ""
    expires_at: float = 0.0

    def __bool__(self) -> bool:
        return bool(self.refresh_token)

    @property
    def runs_out(self) -> bool:
        """Whether the access token must be renewed before it is used."""
        return self.expires_at - time.time() < _SOON_SECONDS

    def renew(self, access_token: str, refresh_token: str, expires_in: int) -> None:
        """Take new tokens."""
        self.access_token, self.refresh_token = access_token, refresh_token
        self.expires_at = time.time() + expires_in

    def end(self) -> None:
        """Forget everything."""
        self.name = self.access_token = self.refresh_token = ""


class Sessions:
    """Opens the cookie before a page is made, and sets it again when the session changed meanwhile."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3.0."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        session = _opened(scope)
        before = asdict(session)
        scope.setdefault("state", {})["session"] = session

        async def answering(message: Message) -> None:
            if message["type"] == "http.response.start" and asdict(session) != before:
                MutableHeaders(scope=message).append("set-cookie", _closed(session))
            await send(message)

        await self._app(scope, receive, answering)


def cookie(name: str, value: str, days: int) -> str:
    """A `Set-Cookie` header that scripts cannot read and other sites' forms do not send (RFC 6265bis)."""
    made = f"{name}={value}; Path=/; Max-Age={days * 86_400}; HttpOnly; SameSite=Lax"
    return f"{made}; Secure" if is_secure() else made


def _name() -> str:
    # The prefix makes browsers refuse a cookie that another host of the same domain has set.
    return "__Host-session" if is_secure() else "session"


def _opened(scope: Scope) -> Session:
    header = dict(scope["headers"]).get(b"cookie", b"").decode("latin-1")
    try:
        return Session(**json.loads(unseal(cookie_parser(header).get(_name(), "").encode(), _SEALED_FOR)))
    except (ValueError, TypeError):
        return Session()


def _closed(session: Session) -> str:
    if not session:
        return cookie(_name(), "", days=0)
    return cookie(_name(), seal(json.dumps(asdict(session)).encode(), _SEALED_FOR).decode(), _DAYS_KEPT)
