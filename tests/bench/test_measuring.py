"""What figures are made of: medians, ratios within a round, goals, a client that counts only what it expects."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bench.load import Script, UnexpectedAnswer, drive, expect, follow, repeat, request, revalidate
from bench.pgbench import escaped
from bench.report import Figure
from bench.rounds import Rounds, Sample, interleaved


class _Echo(BaseHTTPRequestHandler):
    """Answers with the path; `/tagged` has a validator."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        seen = self.headers.get("If-None-Match") == '"1"'
        self.send_response(304 if seen else 404 if self.path == "/missing" else 200)
        if not seen:
            self.send_header("Content-Length", str(len(self.path)))
        if self.path == "/tagged":
            self.send_header("ETag", '"1"')
        self.end_headers()
        if not seen:
            self.wfile.write(self.path.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Echo)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # clients hang up when their time is over
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def _sample(rate: float, cpu: float = 0.0) -> Sample:
    return Sample(count=100, seconds=100 / rate, cpu_seconds=cpu)


def test_a_rate_is_the_median_of_its_rounds_and_a_ratio_that_of_the_ratios() -> None:
    rounds = Rounds(
        {"ours": [_sample(10), _sample(20), _sample(90)], "theirs": [_sample(5), _sample(2), _sample(30)]}
    )
    assert rounds.rate("ours") == pytest.approx(20)
    assert rounds.ratio("ours", "theirs") == pytest.approx(3)


def test_cpu_is_told_in_microseconds_for_each() -> None:
    assert _sample(10, cpu=0.05).microseconds == pytest.approx(500)


def test_each_round_begins_with_another_side() -> None:
    seen: list[str] = []

    def side(name: str) -> Sample:
        seen.append(name)
        return _sample(1)

    interleaved({name: lambda name=name: side(name) for name in "abc"}, 3, lambda _: None)  # type: ignore[misc]
    assert "".join(seen) == "abcbcacab"


@pytest.mark.parametrize(
    ("figure", "met"),
    [
        (Figure("a", "", 10, "×", at_least=10), True),
        (Figure("a", "", 9.99, "×", at_least=10), False),
        (Figure("d", "", 1, " s", at_most=1), True),
        (Figure("d", "", 1.01, " s", at_most=1), False),
        (Figure("b", "", 1, "/s"), None),
    ],
)
def test_a_goal_is_met_or_missed_and_what_has_none_is_only_reported(figure: Figure, met: bool | None) -> None:
    assert figure.met is met


def test_every_answer_is_counted(port: int) -> None:
    asked = 0

    def counting() -> Script:
        nonlocal asked
        while True:
            asked += 1
            assert expect(200, (yield request("GET", f"/{asked}"))).body.startswith(b"/")

    answered = drive(port, counting, 0.2)
    assert answered > 0
    assert asked - answered <= 16


def test_another_status_than_the_expected_ends_the_measurement(port: int) -> None:
    with pytest.raises(UnexpectedAnswer, match="404 instead of 200"):
        drive(port, lambda: repeat(request("GET", "/missing")), 0.2)


def test_whoever_has_it_already_asks_with_its_validator(port: int) -> None:
    assert drive(port, lambda: revalidate("/tagged"), 0.2) > 16


def test_a_script_is_followed_to_its_end(port: int) -> None:
    bodies: list[bytes] = []

    def two() -> Script:
        bodies.append((yield request("GET", "/one")).body)
        bodies.append((yield request("GET", "/two")).body)

    follow(port, two())
    assert bodies == [b"/one", b"/two"]


def test_nothing_in_a_statement_looks_like_a_variable_of_pgbench() -> None:
    statement = """SELECT '{"a":null}'::jsonb,
        timestamptz '2035-06-05 10:00:00'"""
    assert escaped(statement) == """SELECT '{"a": null}'::jsonb, timestamptz '2035-06-05 10:00:00'"""
