"""A sign-in link can be read in the email that carries it, and nowhere else: not in a table, Redis or a log."""

from pathlib import Path

import httpx2
import pytest

from tests.faults.cluster import Cluster, link_in
from tests.faults.kept import everything_kept, where
from tests.sink import Sink
from tests.waiting import eventually

pytestmark = [pytest.mark.faults, pytest.mark.timeout(300)]


def test_a_sign_in_link_is_readable_in_its_email_alone(tmp_path: Path) -> None:
    with Sink(keep=True) as sink, Cluster(tmp_path, sink.url) as cluster:
        with cluster.without("notifications-worker"), cluster.redis() as client:
            cluster.ask_for_a_link()
            eventually(lambda: client.llen("notifications") > 0, within=10)
            kept_under_way = list(everything_kept(cluster))
        (email,) = eventually(lambda: sink.contents, within=60)
        token = link_in(email)
        assert len(token) >= 32
        assert [name for name, content in kept_under_way if token in content] == []
        page = httpx2.get(f"{cluster.url}/links/partners/{token.decode()}")
        assert page.status_code == 200
        session = httpx2.post(f"{cluster.url}/api/v1/sessions", json={"token": token.decode()})
        assert session.status_code == 200
        eventually(lambda: cluster.unacknowledged() == 0, within=30)
        assert where(cluster, token) == []
        assert where(cluster, session.json()["refresh_token"].encode()) == []


def test_the_search_for_secrets_finds_one_that_is_there(tmp_path: Path) -> None:
    with Sink() as sink, Cluster(tmp_path, sink.url) as cluster:
        cluster.execute("events", "INSERT INTO heartbeats VALUES ('a-planted-secret', now())")
        hidden = "INSERT INTO idempotency_keys VALUES ('k', 'c', '', 200, '{}', 'a-planted-secret')"
        cluster.execute("partners", hidden)
        with cluster.redis() as client:
            client.set("planted", "a-planted-secret")
        (cluster.home / "log" / "planted.log").write_text("a-planted-secret")
        found = where(cluster, b"a-planted-secret")
        assert len(found) == 4
