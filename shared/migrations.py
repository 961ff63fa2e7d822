"""Each service's schema, by Alembic: its own tables and those that every service has."""

from pathlib import Path

from alembic import command, context
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, create_engine, text

from shared.database import envelopes

_SERVICES = Path(__file__).parent.parent / "services"
_ONE_AT_A_TIME = 7_013_112  # any number, the same for all who migrate


def configuration(service: str, url: str) -> Config:
    """Alembic's configuration for a service."""
    config = Config()
    config.set_main_option("script_location", str(_SERVICES / service / "migrations"))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config


def upgrade(service: str, url: str) -> None:
    """Bring a service's database to the newest schema; who comes second waits, and finds nothing to do."""
    command.upgrade(configuration(service, url), "head")


def is_current(connection: Connection, service: str) -> bool:
    """Whether a database has the schema that this code expects."""
    config = configuration(service, "")
    head = ScriptDirectory.from_config(config).get_current_head()
    return MigrationContext.configure(connection).get_current_revision() == head


def run(own: MetaData) -> None:
    """What a service's `migrations/env.py` calls, with the tables of its own."""
    engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "")
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=[own, envelopes])
        with context.begin_transaction():
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_ONE_AT_A_TIME})"))
            context.run_migrations()
    engine.dispose()
