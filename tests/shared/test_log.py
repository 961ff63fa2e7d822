"""Logs are for machines to read, follow a request everywhere, and hold no secret of a path."""

import json
import subprocess
import sys

import pytest

from shared.log import redact


@pytest.mark.parametrize(
    ("path", "redacted"),
    [
        ("/links/partners/abc.DEF-123_x", "/links/partners/[link]"),
        ("/my/5ecret/calendar.ics", "/my/[link]/calendar.ics"),
        ("/my", "/my"),
        ("/events/0190a000", "/events/0190a000"),
    ],
)
def test_a_secret_in_a_path_is_left_out(path: str, redacted: str) -> None:
    assert redact(path) == redacted


def test_a_line_of_the_log_is_json_with_service_and_correlation() -> None:
    script = (
        "from shared import log; log.configure('events'); log.correlation.set('c0ffee');"
        "log.logger('x').info('event_published', event_id='e-1');"
        "import logging; logging.getLogger('library').warning('as text')"
    )
    lines = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stderr
    ours, theirs = (json.loads(line) for line in lines.splitlines())
    assert ours | {"timestamp": ""} == {
        "event": "event_published",
        "event_id": "e-1",
        "level": "info",
        "service": "events",
        "correlation_id": "c0ffee",
        "timestamp": "",
    }
    assert (theirs["event"], theirs["correlation_id"]) == ("as text", "c0ffee")
