"""What every page says to browsers, and whose forms are taken."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.portal.settings import is_secure

_POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
_ALWAYS = {
    "Content-Security-Policy": _POLICY,
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}


# A member's own site shows what is public anyway, and has nothing to press: nobody can be led to press it.
_EMBEDDED = {name: value for name, value in _ALWAYS.items() if name != "X-Frame-Options"} | {
    "Content-Security-Policy": _POLICY.replace("frame-ancestors 'none'", "frame-ancestors *")
}


class Guarded:
    """Refuses what another site's page makes a browser send, and gives every answer its headers."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See ASGI 3.0."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] == "HEAD":
            # Servers leave the body of an answer to HEAD out themselves.
            scope = {**scope, "method": "GET"}
        is_link = scope["path"].startswith("/links/")
        always = _ALWAYS if not scope["path"].startswith("/embed/") else _EMBEDDED

        async def answering(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update(always)
                # The address of a link is its secret.
                headers["Referrer-Policy"] = "no-referrer" if is_link else "same-origin"
                headers.setdefault("Cache-Control", "no-store" if is_link else "private, no-cache")
                headers.append("Vary", "Cookie, Accept-Language")
                if is_secure():
                    headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
            await send(message)

        if scope["method"] == "GET" or _from_our_pages(Headers(scope=scope), is_link):
            await self._app(scope, receive, answering)
        else:
            refusal = PlainTextResponse("This form came from another site's page, so nothing was done.", 403)
            await refusal(scope, receive, answering)


def _from_our_pages(headers: Headers, is_link: bool) -> bool:
    """Whether a browser says that the form stood on a page of ours; what is no browser has no cookie to be abused."""
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in {"same-origin", "none"}
    origin = headers.get("origin")
    if origin == "null":
        # From a page without a referrer, browsers name no origin; the link's own token is the proof there.
        return is_link
    return origin is None or urlsplit(origin).netloc == headers.get("host")
