"""One service's database: its engine, its transactions, and the tables that every service has."""

import select
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any

import psycopg
from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    DateTime,
    Engine,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    create_engine,
    event,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB, UUID
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.orm import Session

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


envelopes = MetaData(naming_convention=NAMING)

outbox = Table(
    "outbox",
    envelopes,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("message_id", UUID, nullable=False),
    Column("listener", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("body", JSONB, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("told_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("publish_count", Integer, nullable=False, server_default="0"),
    Column("next_publish_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("acked_at", DateTime(timezone=True)),
    Column("refused_at", DateTime(timezone=True)),
    Column("refusal", Text),
    UniqueConstraint("message_id", "listener"),
    Index(
        "ix_outbox_due",
        "listener",
        "next_publish_at",
        "id",
        postgresql_where=text("acked_at IS NULL AND refused_at IS NULL"),
    ),
)

breakers = Table(
    "breakers",
    envelopes,
    Column("listener", Text, primary_key=True),
    Column("silent_since", DateTime(timezone=True)),
    Column("probed_at", DateTime(timezone=True)),
)

inbox = Table(
    "inbox",
    envelopes,
    Column("message_id", UUID, primary_key=True),
    Column("teller", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("outcome", Text),
    Column("heard_at", DateTime(timezone=True), nullable=False, server_default=func.now(), index=True),
)

parked = Table(
    "parked",
    envelopes,
    Column("message_id", UUID, primary_key=True),
    Column("teller", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("failures", Integer, nullable=False, server_default="0"),
    Column("reason", Text, nullable=False),
    Column("parked_at", DateTime(timezone=True)),
)

schedules = Table(
    "schedules",
    envelopes,
    Column("name", Text, primary_key=True),
    Column("every_seconds", Integer, nullable=False),
    Column("next_run_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

heartbeats = Table(
    "heartbeats",
    envelopes,
    Column("queue", Text, primary_key=True),
    Column("beat_at", DateTime(timezone=True), nullable=False),
)

idempotency_keys = Table(
    "idempotency_keys",
    envelopes,
    Column("key", Text, primary_key=True),
    Column("caller", Text, primary_key=True),
    Column("request_hash", LargeBinary, nullable=False),
    Column("status", Integer, nullable=False),
    Column("headers", JSONB, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("kept_at", DateTime(timezone=True), nullable=False, server_default=func.now(), index=True),
)

signing_keys = Table(
    "signing_keys",
    envelopes,
    Column("key_id", Text, primary_key=True),
    Column("public_key", JSONB, nullable=False),
    Column("retired_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False, server_default="1"),
)

api_tokens = Table(
    "api_tokens",
    envelopes,
    Column("token_id", Text, primary_key=True),
    Column("secret_hash", Text, nullable=False),
    Column("person_id", UUID, nullable=False, index=True),
    Column("scopes", ARRAY(Text), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("revoked_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False, server_default="1"),
)


CONNECTING: Mapping[str, Any] = {
    "connect_timeout": 5,
    "tcp_user_timeout": 5000,
    "options": "-c timezone=UTC -c statement_timeout=30s -c idle_in_transaction_session_timeout=15s",
}


def hung_up(descriptor: int) -> bool:
    """Whether the server has closed a connection while it lay idle; seen without the round trip of a ping."""
    look = select.poll()
    look.register(descriptor, select.POLLIN)
    return bool(look.poll(0))


def _refuse_if_hung_up(connection: psycopg.Connection[Any], *_: object) -> None:
    if hung_up(connection.fileno()):
        raise InvalidatePoolError("the server has hung up")


class Database:
    """A service's database. Opens nothing until it is used, so that a worker may fork before."""

    def __init__(self, url: str, *, pool_size: int = 10) -> None:
        self.url = url
        self.pool_size = pool_size

    @cached_property
    def engine(self) -> Engine:
        """The pool of connections of this process."""
        engine = create_engine(
            self.url,
            pool_size=self.pool_size,
            max_overflow=self.pool_size,
            pool_timeout=5,
            connect_args=CONNECTING,
        )
        event.listen(engine, "checkout", _refuse_if_hung_up)
        return engine

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session whose transaction is undone unless the door that opened it commits."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session that is committed when the block ends well. Only doors call this."""
        with self.session() as session, session.begin():
            yield session

    def close(self) -> None:
        """Give the connections back."""
        if "engine" in vars(self):
            self.engine.dispose()
            del self.engine
