"""What a container asks itself, to know whether it is well: `python -m shared.probe ready | beat SERVICE QUEUE`.

Small on purpose: it runs every few seconds in each container.
"""

import os
import socket
import sys
from collections.abc import Callable

STILL_BEATING = 90  # seconds; a heartbeat comes every 15, behind whatever the queue's workers are doing


def ready(port: str = "8000") -> bool:
    """Whether the API of this container says that it can serve."""
    with socket.create_connection(("127.0.0.1", int(port)), timeout=5) as connection:
        connection.sendall(b"GET /health/ready HTTP/1.0\r\n\r\n")
        return connection.recv(32).split(b" ")[1] == b"200"


def beat(service: str, queue: str) -> bool:
    """Whether a relay sent, and a worker took, a heartbeat by way of this queue lately."""
    import psycopg

    url = os.environ[f"{service.upper()}_DATABASE_URL"].replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(url, connect_timeout=5) as connection:
        row = connection.execute(
            "SELECT beat_at > now() - make_interval(secs => %s) FROM heartbeats WHERE queue = %s",
            (STILL_BEATING, queue),
        ).fetchone()
    return bool(row and row[0])


QUESTIONS: dict[str, Callable[..., bool]] = {"ready": ready, "beat": beat}

if __name__ == "__main__":
    question, *about = sys.argv[1:]
    sys.exit(0 if QUESTIONS[question](*about) else 1)
