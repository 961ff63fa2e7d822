"""The event that is posted and read, how it is posted, and how a database gets many of it."""

import json
from collections.abc import Generator
from typing import Any
from uuid import uuid4

from bench.load import Answer, Script, expect, follow, request
from bench.server import Server
from bench.store import EventsStore

_SUMMARY = (
    "Free blood pressure and glucose checks, with a nurse to talk to about what the numbers mean. "
    "Bring the medicines you take, or a list of them. Children are welcome."
)


def event(known: EventsStore, title: str) -> dict[str, Any]:
    """What a coordinator posts."""
    return {
        "title": title,
        "summary": _SUMMARY,
        "host_id": str(known.host_id),
        "community_ids": [str(known.community_id)],
        "topics": ["blood pressure", "diabetes"],
        "audiences": ["adults", "seniors"],
        "venue": {"name": "Riverside Hall", "street": "12 Oak Street", "locality": "St. Louis", "region": "MO"},
        "starts_at": "2035-06-05T10:00:00-05:00",
        "ends_at": "2035-06-05T12:00:00-05:00",
        "time_zone": "America/Chicago",
        "languages": ["en", "es"],
    }


def drafting(known: EventsStore, title: str) -> Generator[bytes, Answer, str]:
    """Draft an event; gives its id."""
    body = json.dumps(event(known, title)).encode()
    drafted = expect(201, (yield _post("/api/v1/events", body, known)))
    return str(json.loads(drafted.body)["id"])


def publishing(known: EventsStore, title: str) -> Script:
    """Draft an event and publish it, each request with a key of its own."""
    event_id = yield from drafting(known, title)
    expect(200, (yield _post(f"/api/v1/events/{event_id}/publication", b"{}", known)))


def publish(server: Server, known: EventsStore, title: str) -> None:
    """One published event."""
    follow(server.port, publishing(known, title))


def _post(path: str, body: bytes, known: EventsStore) -> bytes:
    return request("POST", path, body, Authorization=f"Bearer {known.token}", Idempotency_Key=str(uuid4()))
