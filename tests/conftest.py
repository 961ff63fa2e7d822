"""Real stores for every test: PostgreSQL 18 and Valkey from their wheels, an empty, migrated database each time."""

import os
from collections.abc import Callable, Iterator
from itertools import count

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser
from sqlalchemy.engine import make_url

# Before any service is imported: what a process is told by its environment.
os.environ["PLEXUS_SECRET"] = "a-secret-for-tests-that-is-long-enough"
os.environ["PLEXUS_URL"] = "http://consortium.test"
os.environ["PLEXUS_CONSORTIUM"] = "Two Rivers Health Consortium"
for _service in ("PARTNERS", "EVENTS", "NOTIFICATIONS"):
    os.environ.setdefault(f"{_service}_DATABASE_URL", "postgresql+psycopg://nobody@/set-by-each-test")

from plexus.embedded import postgres as embedded_postgres
from plexus.embedded import valkey as embedded_valkey
from shared import migrations
from shared.database import Database
from tests import chromium

# How fast a machine is, and what else it does, is nothing that these tests are about.
settings.register_profile("plexus", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("plexus")

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded_postgres.Postgres]:
    """A PostgreSQL of this test run's own."""
    server = embedded_postgres.start(tmp_path_factory.mktemp("pg"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[embedded_valkey.Valkey]:
    """A Valkey of this test run's own."""
    server = embedded_valkey.start(tmp_path_factory.mktemp("valkey"))
    yield server
    server.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A browser of this test run's own: one, for a second would not start on the loop that the first one keeps."""
    with chromium.opened() as opened:
        yield opened


@pytest.fixture(scope="session")
def _migrated(postgres: embedded_postgres.Postgres) -> Callable[[str], str]:
    """The name of a service's migrated, empty database, made once and copied from."""
    made: set[str] = set()

    def template_of(service: str) -> str:
        name = f"template_{service}"
        if service not in made:
            postgres.create_database(name)
            migrations.upgrade(service, postgres.url(name))
            made.add(service)
        return name

    return template_of


@pytest.fixture
def database_of(
    postgres: embedded_postgres.Postgres, _migrated: Callable[[str], str]
) -> Iterator[Callable[[str], Database]]:
    """`database_of("events")` is that service's database, migrated and empty, the same one for the whole test."""
    made: dict[str, Database] = {}

    def database(service: str) -> Database:
        if service not in made:
            name, template = f"{service}_{next(_numbers)}", _migrated(service)
            with _administration(postgres) as connection:
                connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
            made[service] = Database(postgres.url(name), pool_size=5)
        return made[service]

    yield database
    for opened in made.values():
        opened.close()
        with _administration(postgres) as connection:
            connection.execute(f"DROP DATABASE {make_url(opened.url).database} WITH (FORCE)")


def _administration(postgres: embedded_postgres.Postgres) -> psycopg.Connection:
    url = make_url(postgres.url()).set(drivername="postgresql")
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)
