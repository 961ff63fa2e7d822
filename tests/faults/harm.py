"""More that can happen to a running system."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.faults.cluster import Cluster
from tests.waiting import eventually


def all_have_ended(cluster: Cluster, process_ids: list[int]) -> bool:
    """Whether none of these runs any more."""
    return not {program.pid for program in cluster.programs if program.running} & set(process_ids)


@contextmanager
def redis_away(cluster: Cluster, seconds: float) -> Iterator[None]:
    """Redis is dead during the block, and for so many seconds at least."""
    (program,) = (program for program in cluster.programs if program.name == "valkey")
    back_at = time.monotonic() + seconds
    with cluster.nobody_rises():
        program.kill()
        yield
        eventually(lambda: time.monotonic() >= back_at, within=seconds + 5)
        program.start()
        eventually(cluster.redis_answers, within=10)


def cut_off_everybody(cluster: Cluster) -> None:
    """End every connection that a service has to its database."""
    others = "pid <> pg_backend_pid() AND backend_type = 'client backend'"
    cluster.query("events", f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")


def doctors_problems(cluster: Cluster) -> set[str]:
    """What the doctor says is wrong."""
    command = [sys.executable, "-m", "plexus", "doctor", "--json"]
    done = subprocess.run(command, env=cluster.variables, capture_output=True, text=True, timeout=120, check=False)
    return {finding["about"] for finding in json.loads(done.stdout) if not finding["ok"]}
