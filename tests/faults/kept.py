"""All that a running system keeps, for those who look for what must not be there."""

from collections.abc import Iterator

from plexus.embedded.environment import DATABASES
from tests.faults.cluster import Cluster


def everything_kept(cluster: Cluster) -> Iterator[tuple[str, bytes]]:
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


def where(cluster: Cluster, token: bytes) -> list[str]:
    """What holds these bytes, as they are or as PostgreSQL shows a column of bytes."""
    forms = (token, token.hex().encode())
    return [name for name, content in everything_kept(cluster) if any(form in content for form in forms)]
