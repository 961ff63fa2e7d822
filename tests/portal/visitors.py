"""People who look at pages, for tests that need no running system."""

from starlette.requests import Request

from services.portal.session import Session
from services.portal.visitor import Visitor


def a_visitor(language: str = "en", path: str = "/") -> Visitor:
    headers = [(b"accept-language", language.encode())]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": headers}
    return Visitor(Request(scope | {"state": {"session": Session()}}))
