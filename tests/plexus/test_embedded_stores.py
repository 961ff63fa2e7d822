"""PostgreSQL and Valkey from their wheels: what the laptop's shape and the tests stand on."""

import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from plexus.embedded import postgres, valkey
from plexus.embedded.postgres import LONGEST_SOCKET_PATH, SOCKET_NAME, Postgres
from plexus.embedded.process import NotStarted, Program
from plexus.embedded.valkey import Valkey
from tests.waiting import eventually

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Postgres]:
    running = postgres.start(tmp_path)
    yield running
    running.stop()


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Valkey]:
    running = valkey.start(tmp_path)
    yield running
    running.stop()


def ask(server: Postgres, question: str, database: str = "postgres") -> object:
    with psycopg.connect(server.url(database).replace("+psycopg", ""), autocommit=True) as connection:
        row = connection.execute(question).fetchone()
    return row[0] if row else None


def test_the_server_is_postgresql_18_and_syncs_to_disk(server: Postgres) -> None:
    assert str(ask(server, "SHOW server_version")).startswith("18")
    assert ask(server, "SHOW fsync") == "on"
    assert ask(server, "SHOW listen_addresses") == ""
    assert int(str(ask(server, "SHOW max_connections"))) >= 200


def test_text_sorts_as_in_production(server: Postgres) -> None:
    server.create_database("events")
    provider = "SELECT concat_ws(' ', datlocprovider, datlocale) FROM pg_database WHERE datname = 'events'"
    assert ask(server, provider) == "b C.UTF-8"


def test_a_database_is_created_once(server: Postgres) -> None:
    for _ in range(2):
        server.create_database("events")
    assert ask(server, "SELECT current_database()", "events") == "events"


def test_what_was_committed_survives_an_immediate_restart(server: Postgres) -> None:
    with psycopg.connect(server.url().replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
    before = server.pid
    server.restart(immediate=True)
    assert server.pid != before
    assert ask(server, "SELECT number FROM kept") == 42


def test_a_home_too_deep_for_a_socket_gets_a_short_one(tmp_path: Path) -> None:
    home = tmp_path / ("d" * 60) / ("e" * 60)
    server = postgres.start(home)
    try:
        assert len(str(server.sockets / SOCKET_NAME)) <= LONGEST_SOCKET_PATH
        assert ask(server, "SELECT 1") == 1
    finally:
        server.stop()
    assert not server.sockets.exists()


def test_it_runs_below_directories_that_are_closed_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    version, wheel = postgres.binaries().parent, postgres.binaries().parent.parent
    shutil.copytree(version, closed / wheel.name / version.name)
    shutil.copytree(f"{wheel}.libs", closed / f"{wheel.name}.libs")
    monkeypatch.setattr(postgres, "binaries", lambda: closed / wheel.name / version.name / "bin")
    server = postgres.start(closed / "home")
    try:
        assert ask(server, "SELECT 1") == 1
    finally:
        server.stop()


def test_two_servers_run_side_by_side(server: Postgres, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = postgres.start(tmp_path_factory.mktemp("other"))
    try:
        assert ask(other, "SELECT 1") == ask(server, "SELECT 1") == 1
        assert other.pid != server.pid
    finally:
        other.stop()


def test_valkey_evicts_nothing_and_asks_for_its_password(broker: Valkey) -> None:
    with redis.Redis.from_url(broker.url) as client:
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert client.config_get("appendonly") == {"appendonly": "yes"}
    port = int(broker.url.rsplit(":", 1)[1].split("/")[0])
    with redis.Redis(port=port) as stranger, pytest.raises(redis.AuthenticationError):
        stranger.ping()
    assert broker.url.split(":")[2].split("@")[0] not in " ".join(psutil.Process(broker.pid).cmdline())


def test_valkey_keeps_its_data_over_a_restart_unless_told_to_forget(broker: Valkey) -> None:
    with redis.Redis.from_url(broker.url) as client:
        client.set("kept", "yes")
        client.execute_command("WAITAOF", 1, 0, 5000)
    broker.restart()
    with redis.Redis.from_url(broker.url) as client:
        assert client.get("kept") == b"yes"
    broker.restart(empty=True)
    with redis.Redis.from_url(broker.url) as client:
        assert client.get("kept") is None


def test_flushing_valkey_leaves_nothing_in_it(broker: Valkey) -> None:
    with redis.Redis.from_url(broker.url) as client:
        client.set("kept", "yes")
        broker.flush()
        assert client.dbsize() == 0


def test_a_program_that_ends_at_once_says_why(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("18")
    with pytest.raises(NotStarted, match=r"postgresql\.conf"):
        postgres.start(tmp_path)


def test_stopping_ends_the_children_of_a_program_too(tmp_path: Path) -> None:
    program = Program("parent", ["sh", "-c", "trap '' TERM; sleep 600 & sleep 600; true"], tmp_path / "log")
    program.start()
    children = eventually(psutil.Process(program.pid).children, within=5)
    program.stop(within=0.1)
    eventually(lambda: not any(_lives(child.pid) for child in children), within=5)


def test_nothing_outlives_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    script = f"""
        from pathlib import Path
        from plexus.embedded import postgres, valkey
        home = Path({str(tmp_path)!r})
        print(postgres.start(home).pid, valkey.start(home).pid, flush=True)
        input()
    """
    with subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(script)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as supervisor:
        assert supervisor.stdout is not None
        pids = [int(word) for word in supervisor.stdout.readline().split()]
        assert len(pids) == 2
        supervisor.send_signal(signal.SIGKILL)
        supervisor.wait()
        eventually(lambda: not any(_lives(pid) for pid in pids), within=15)


def _lives(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
