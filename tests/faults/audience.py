"""A host, a community, and its followers: everything that a publication needs, with known recipients."""

from typing import Any

from tests.faults.cluster import Cluster

TOGETHER = 500  # records that the import door takes at once


def followers(count: int) -> list[str]:
    """The addresses of that many followers."""
    return [f"follower-{number:06}@example.org" for number in range(count)]


class Audience:
    """Followers of one community, by address, who want to hear at once."""

    def __init__(self, cluster: Cluster, count: int) -> None:
        self.cluster, self.addresses = cluster, followers(count)
        (self.host_id,) = cluster.record(
            "partners",
            {
                "external_id": "host",
                "slug": "host",
                "name": "Riverbend Clinic",
                "kind": "clinic",
                "state": "active",
                "membership": "member",
                "time_zone": "America/Chicago",
                "accessibility": {"statement": "Step-free.", "contact": "access@example.org"},
            },
        )
        (self.community_id,) = cluster.record(
            "communities", {"external_id": "c", "slug": "riverside", "name": "Riverside", "kind": "neighborhood"}
        )
        for first in range(0, count, TOGETHER):
            cluster.record("subscriptions", *map(self._subscription, self.addresses[first : first + TOGETHER]))

    def _subscription(self, address: str) -> dict[str, Any]:
        return {
            "external_id": address,
            "email": address,
            "language": "en",
            "time_zone": "America/Chicago",
            "confirmed": True,
            "target": {"kind": "community", "id": self.community_id},
            "frequency": "immediate",
        }

    def event(self, title: str) -> dict[str, Any]:
        """What a coordinator posts."""
        return {
            "title": title,
            "host_id": self.host_id,
            "starts_at": "2027-06-05T10:00:00-05:00",
            "ends_at": "2027-06-05T12:00:00-05:00",
            "time_zone": "America/Chicago",
            "venue": {"name": "Riverside Hall", "locality": "St. Louis"},
            "community_ids": [self.community_id],
        }
