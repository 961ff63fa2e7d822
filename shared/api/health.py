"""For operators: is it alive, can it serve, and how much waits."""

from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, Histogram, generate_latest
from pydantic import BaseModel
from sqlalchemy import Connection, text

from shared import migrations
from shared.database import Database
from shared.errors import Unavailable

_ANSWERED = Histogram("plexus_http_seconds", "Seconds from a request to its answer.", ["method", "route", "status"])

_CONVERSATION = text(
    """
    SELECT count(*) FILTER (WHERE refused_at IS NULL) AS unacknowledged,
           count(*) FILTER (WHERE refused_at IS NOT NULL) AS dead_letters,
           coalesce(extract(epoch FROM now() - min(told_at) FILTER (WHERE refused_at IS NULL)), 0) AS oldest_seconds,
           (SELECT count(*) FROM parked WHERE parked_at IS NOT NULL) AS parked
    FROM outbox WHERE acked_at IS NULL
    """
)


class Health(BaseModel):
    """That all is well."""

    status: str = "ok"


def observe(method: str, route: str, status: int, seconds: float) -> None:
    """Count one answered request."""
    _ANSWERED.labels(method, route, str(status)).observe(seconds)


def conversation(connection: Connection) -> dict[str, float]:
    """How a service's conversation stands: what is not acknowledged, its age, dead letters, what is parked."""
    return {name: float(value) for name, value in connection.execute(_CONVERSATION).one()._mapping.items()}


def router(service: str, database: Database, backlog: Callable[..., dict[str, float]] | None = None) -> APIRouter:
    """The routes that operators and their probes ask; `backlog` adds figures of the service's own."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/health/live")
    def live() -> Health:
        return Health()

    @routes.get("/health/ready")
    def ready() -> Health:
        with database.engine.connect() as connection:
            if not migrations.is_current(connection, service):
                raise Unavailable("The database has not been migrated: run the migrations.")
        return Health()

    @routes.get("/metrics")
    def metrics() -> Response:
        with database.engine.connect() as connection:
            figures: dict[str, Any] = conversation(connection) | (backlog(connection) if backlog else {})
        lines = [f'plexus_{name}{{service="{service}"}} {value}\n' for name, value in figures.items()]
        return Response(generate_latest() + "".join(lines).encode(), media_type=CONTENT_TYPE_LATEST)

    return routes
