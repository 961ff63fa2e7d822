"""Somebody else's web site, on this machine: it serves what a test puts there, in whatever bad manner."""

import gzip
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Page = Callable[[BaseHTTPRequestHandler], None]


class ForeignSite:
    """A web site whose pages are functions of the request; what was asked is kept, in order."""

    def __init__(self, server: ThreadingHTTPServer) -> None:
        self.port = server.server_port
        self.place = f"127.0.0.1:{server.server_port}"
        self.pages: dict[str, Page] = {}
        self.asked: list[dict[str, str]] = []
        self.closing = threading.Event()

    def url(self, path: str = "/calendar.ics") -> str:
        return f"http://{self.place}{path}"

    def serves(self, calendar: str | bytes, path: str = "/calendar.ics", **headers: str) -> None:
        """Serve this from now on; with an ETag, answer 304 to whoever has it."""
        body = calendar.encode() if isinstance(calendar, str) else calendar

        def answer(request: BaseHTTPRequestHandler) -> None:
            known = headers.get("ETag") is not None and request.headers.get("If-None-Match") == headers["ETag"]
            request.send_response(304 if known else 200)
            for name, value in headers.items():
                request.send_header(name.replace("_", "-"), value)
            request.send_header("Content-Length", "0" if known else str(len(body)))
            request.end_headers()
            request.wfile.write(b"" if known else body)

        self.pages[path] = answer

    def says(self, status: int, path: str = "/calendar.ics", **headers: str) -> None:
        """Answer with nothing but a status."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            for name, value in headers.items():
                request.send_header(name, value)
            request.send_header("Content-Length", "0")
            request.end_headers()

        self.pages[path] = answer

    def drips(self, path: str, every: float) -> None:
        """Send a byte now and then, for ever."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(200)
            request.end_headers()
            while not self.closing.wait(every):
                request.wfile.write(b"B")

        self.pages[path] = answer

    def floods(self, path: str, *, packed: bool = False) -> None:
        """Say that five gigabytes follow, and send as many as are taken."""
        chunk = gzip.compress(bytes(50_000_000)) if packed else bytes(1 << 20)

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(200)
            request.send_header("Content-Length", str(5 << 30))
            if packed:
                request.send_header("Content-Encoding", "gzip")
            request.end_headers()
            while not self.closing.is_set():
                request.wfile.write(chunk)

        self.pages[path] = answer


@contextmanager
def foreign_site(tls: ssl.SSLContext | None = None) -> Iterator[ForeignSite]:
    """A site that is there until the block ends; over TLS, if it has a context for that."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append({"path": self.path, **dict(self.headers.items())})
            with suppress(OSError):
                site.pages.get(self.path, lambda request: request.send_error(404))(self)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        if tls:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        site = ForeignSite(server)
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield site
        site.closing.set()
        server.shutdown()
