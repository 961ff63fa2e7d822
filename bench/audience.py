"""Communities of different sizes, whose followers want to hear at once."""

import json
from datetime import timedelta
from urllib.parse import urlsplit
from uuid import uuid4

from bench.load import Script, expect, follow, request
from shared import clock
from tests.faults.cluster import Cluster

_HOST = {
    "external_id": "host",
    "slug": "host",
    "name": "Riverbend Clinic",
    "kind": "clinic",
    "state": "active",
    "membership": "member",
    "time_zone": "America/Chicago",
    "accessibility": {"statement": "Step-free.", "contact": "access@example.org"},
}
_FOLLOWER = {
    "email": "follower-0@example.org",
    "language": "en",
    "time_zone": "America/Chicago",
    "confirmed": True,
    "frequency": "immediate",
}
# One follower comes in by the import door; the others are made like her, as they would have been kept.
_OTHERS = """
    INSERT INTO recipients (address, address_key, language, time_zone)
    SELECT 'follower-' || number || '@example.org', 'follower-' || number || '@example.org', first.language,
        first.time_zone
    FROM recipients first, generate_series(1, {others}) AS number WHERE first.address = 'follower-0@example.org'
    ON CONFLICT DO NOTHING;
    INSERT INTO subscriptions (recipient_id, target_kind, target_key, frequency, confirmed)
    SELECT other.id, first.target_kind, first.target_key, first.frequency, first.confirmed
    FROM subscriptions first, (
        SELECT id FROM recipients WHERE address LIKE 'follower-%' AND address <> 'follower-0@example.org'
        LIMIT {others}
    ) AS other
    WHERE first.external_id = '{name}';
    ANALYZE recipients, subscriptions
"""


class Town:
    """A host, and a community for each number of followers."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._port = urlsplit(cluster.url).port or 80
        (self._host_id,) = cluster.record("partners", _HOST)
        self._communities: dict[int, str] = {}

    def settle(self, count: int) -> None:
        """A community with that many followers."""
        name = f"followed-by-{count}"
        community = {"external_id": name, "slug": name, "name": "Riverside", "kind": "neighborhood"}
        (self._communities[count],) = self._cluster.record("communities", community)
        target = {"kind": "community", "id": self._communities[count]}
        self._cluster.record("subscriptions", {**_FOLLOWER, "external_id": name, "target": target})
        self._cluster.execute("notifications", _OTHERS.format(others=count - 1, name=name))

    def draft(self, count: int) -> str:
        """An event for the community with that many followers; its id."""
        starts_at = clock.now() + timedelta(days=200)
        event = {
            "title": "Health fair",
            "summary": "Free blood pressure checks, with a nurse to talk to about what the numbers mean.",
            "host_id": self._host_id,
            "starts_at": starts_at.isoformat(),
            "ends_at": (starts_at + timedelta(hours=2)).isoformat(),
            "time_zone": "UTC",
            "venue": {"name": "Riverside Hall", "locality": "St. Louis"},
            "community_ids": [self._communities[count]],
        }
        drafted: list[str] = []
        follow(self._port, self._posting("/api/v1/events", event, 201, drafted))
        return drafted[0]

    def publish(self, event_id: str) -> None:
        """Publish a drafted event."""
        follow(self._port, self._posting(f"/api/v1/events/{event_id}/publication", {}, 200, []))

    def _posting(self, path: str, body: object, expected: int, ids: list[str]) -> Script:
        headers = {"Authorization": f"Bearer {self._cluster.token}", "Idempotency_Key": str(uuid4())}
        answer = expect(expected, (yield request("POST", path, json.dumps(body).encode(), **headers)))
        ids.append(json.loads(answer.body)["id"])
