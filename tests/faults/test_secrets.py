"""A sign-in link can be read in the email that carries it, and nowhere else: not in a table, Redis or a log."""

from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from plexus.embedded.environment import DATABASES
from tests.faults.cluster import Cluster, link_in
from tests.sink import Sink
from tests.waiting import eventually

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]


def _everything_kept(cluster: Cluster) -> Iterator[tuple[str, bytes]]:
    """Each table of each service, each key of Redis, each log."""
    for service in DATABASES:
        tables = cluster.query(service, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in tables:
            rows = cluster.query(service, f'SELECT t::text FROM "{table}" t')
            yield f"{service}.{table}", "\n".join(row[0] for row in rows).encode()
    with cluster.redis() as client:
        for key in client.keys("*"):
            yield f"redis {key!r}", client.dump(key) or b""
    for log in (cluster.home / "log").iterdir():
        yield str(log), log.read_bytes()


def _where(cluster: Cluster, token: bytes) -> list[str]:
    return [name for name, content in _everything_kept(cluster) if token in content]


def test_a_sign_in_link_is_readable_in_its_email_alone(tmp_path: Path) -> None:
    with Sink(keep=True) as sink, Cluster(tmp_path, sink.url) as cluster:
        with cluster.without("notifications-worker"), cluster.redis() as client:
            cluster.ask_for_a_link()
            eventually(lambda: client.llen("notifications") > 0, within=10)
            kept_under_way = list(_everything_kept(cluster))
        (email,) = eventually(lambda: sink.contents, within=60)
        token = link_in(email)
        assert len(token) >= 32
        assert [name for name, content in kept_under_way if token in content] == []
        page = httpx2.get(f"{cluster.url}/links/partners/{token.decode()}")
        assert page.status_code == 200
        session = httpx2.post(f"{cluster.url}/api/v1/sessions", json={"token": token.decode()})
        assert session.status_code == 200
        eventually(lambda: cluster.unacknowledged() == 0, within=30)
        assert _where(cluster, token) == []
        assert _where(cluster, session.json()["refresh_token"].encode()) == []


def test_the_search_for_secrets_finds_one_that_is_there(tmp_path: Path) -> None:
    with Sink() as sink, Cluster(tmp_path, sink.url) as cluster:
        cluster.execute("events", "INSERT INTO heartbeats VALUES ('a-planted-secret', now())")
        with cluster.redis() as client:
            client.set("planted", "a-planted-secret")
        (cluster.home / "log" / "planted.log").write_text("a-planted-secret")
        found = _where(cluster, b"a-planted-secret")
        assert len(found) == 3
