"""Who serves which path: the one table, and what production is told by it."""

import re
from collections import defaultdict
from pathlib import Path

import pytest

from plexus.front import PORTAL, SERVED_BY, serving

CADDYFILE = Path(__file__).parents[2] / "deploy" / "Caddyfile"

BY_HAND = [
    ("/", "portal"),
    ("/events/0199", "portal"),
    ("/events/0199.ics", "events"),
    ("/events/0199/history.ics", "portal"),
    ("/calendar.ics", "events"),
    ("/api/v1/events", "events"),
    ("/api/v1/events/0199/publication", "events"),
    ("/api/v1/eventsome", "portal"),
    ("/api/v1/imports/events", "events"),
    ("/api/v1/imports/people", "partners"),
    ("/api/v1/imports/subscriptions", "notifications"),
    ("/api/v1/sign-in", "partners"),
    ("/api/v1/sessions/current", "partners"),
    ("/api/v1/deliveries", "notifications"),
    ("/links/partners/abc", "portal"),
    ("/links/notifications/abc", "notifications"),
    ("/links/events/abc", "portal"),
    ("/api/openapi.json", "portal"),
    ("/api/v1", "portal"),
]


@pytest.mark.parametrize(("path", "service"), BY_HAND)
def test_a_path_is_answered_by_the_service_of_its_longest_pattern(path: str, service: str) -> None:
    assert serving(path) == service


def test_caddy_sends_every_path_where_the_table_says() -> None:
    text = CADDYFILE.read_text()
    told: dict[str, set[str]] = defaultdict(set)
    for name, block in re.findall(r"@(\w+) \{\n((?:\t\tpath .*\n)+)\t\}\n", text):
        assert f"handle @{name} {{\n\t\treverse_proxy {name}-api:8000" in text
        for line in block.splitlines():
            told[name] |= set(line.split()[1:])
    expected: dict[str, set[str]] = defaultdict(set)
    for pattern, service in SERVED_BY.items():
        if service != PORTAL:
            expected[service] |= {pattern} if "*" in pattern else {pattern, f"{pattern}/*"}
    assert told == expected
    assert "handle {\n\t\treverse_proxy portal:8000" in text


def test_the_front_is_ready_in_production_only_when_each_service_is() -> None:
    text = CADDYFILE.read_text()
    ready = text[text.index("handle /health/ready") : text.index("handle /metrics")]
    asked = re.findall(r"(?:forward_auth|reverse_proxy) ([\w-]+):8000", ready)
    assert asked == ["partners-api", "events-api", "notifications-api", "portal"]
