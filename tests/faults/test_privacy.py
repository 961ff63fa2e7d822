"""What somebody needs is read by whoever arranges it, and stands nowhere else: not in a table, a log or an email."""

from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.faults.audience import Audience
from tests.faults.cluster import Cluster
from tests.faults.kept import where
from tests.sink import Sink
from tests.waiting import eventually

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]

MARKER, ANSWER = "zebrawood-ramp", "mahogany-lift"


def _somebody(cluster: Cluster, name: str, **more: Any) -> dict[str, str]:
    """The headers of a person whom everybody has heard of."""
    email = f"{name}@example.org"
    cluster.record("people", {"external_id": name, "name": name, "email": email, **more})
    token = cluster.plexus("token", "create", "--as", email, "--json").partition('"plx_')[2].partition('"')[0]
    headers = {"Authorization": f"Bearer plx_{token}"}
    eventually(lambda: httpx2.get(f"{cluster.url}/api/v1/accommodations", headers=headers).is_success, within=20)
    return headers


def test_the_words_of_a_request_are_read_by_those_who_arrange_alone(tmp_path: Path) -> None:
    with Sink(keep=True) as sink, Cluster(tmp_path, sink.url) as cluster:
        audience = Audience(cluster, 2)
        roles = [{"partner_id": audience.host_id, "role": "coordinator"}]
        person, arranger = _somebody(cluster, "noor"), _somebody(cluster, "cora", roles=roles)
        event = cluster.post("/api/v1/events", audience.event("A fair")).json()["id"]
        cluster.post(f"/api/v1/events/{event}/publication")

        def post(path: str, headers: dict[str, str], **body: Any) -> httpx2.Response:
            more = headers | {"Idempotency-Key": f"key-{path}-{len(body)}"}
            return httpx2.post(f"{cluster.url}/api/v1{path}", json=body, headers=more)

        asked = f"/events/{event}/accommodations"
        made = post(asked, person, details=MARKER, contact=MARKER, kinds=[MARKER])
        assert made.status_code == 201, made.text
        refused = post(asked, person, details=MARKER, kinds=MARKER, needed_by=MARKER)
        assert refused.status_code == 422
        assert MARKER not in refused.text
        here = f"/accommodations/{made.json()['id']}"
        for move in ("acknowledgement", "arrangement", "alternative"):
            assert post(f"{here}/{move}", arranger, answer=ANSWER).status_code == 200
        assert post(f"{here}/acceptance", person).status_code == 200
        read = httpx2.get(f"{cluster.url}/api/v1{here}", headers=arranger).json()
        assert (read["details"], read["answer"]) == (MARKER, ANSWER)

        eventually(lambda: cluster.unacknowledged() == 0, within=60)
        eventually(lambda: any(b"noor@example.org" in email for email in sink.contents), within=60)
        eventually(lambda: any(b"cora@example.org" in email for email in sink.contents), within=60)
        for word in (MARKER.encode(), ANSWER.encode()):
            assert where(cluster, word) == []
            assert [email for email in sink.contents if word in email] == []
        for path in (
            f"/events/{event}",
            f"/events/{event}.ics",
            f"/api/v1/events/{event}",
            "/calendar.ics",
            "/events.rss",
            "/metrics",
            f"/api/v1{here}",
            f"/accommodations/{made.json()['id']}",
            "/api/v1/accommodations",
        ):
            for headers in ({}, {"Authorization": f"Bearer {cluster.token}"}):
                page = httpx2.get(f"{cluster.url}{path}", headers=headers).text
                assert MARKER not in page, path
                assert ANSWER not in page, path
