"""Whether the relay is tried at all: after a failure it is left alone for a while, and nobody's attempt counts."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, text

from shared import clock

_LONGEST_PAUSE = 30

_FAILED = text(
    """
    INSERT INTO relay_health AS h (relay, failures, reason, retry_at) VALUES (:relay, 1, :reason, :first)
    ON CONFLICT (relay) DO UPDATE SET
        failures = h.failures + 1,
        reason = excluded.reason,
        retry_at = :now + make_interval(secs => least(:longest, power(2, least(h.failures, 10))))
    """
)


def failed(connection: Connection, relay: str, reason: str) -> None:
    """Leave a relay alone: for a second, then two, up to half a minute."""
    now = clock.now()
    facts = {
        "relay": relay,
        "reason": reason,
        "now": now,
        "first": now + timedelta(seconds=1),
        "longest": _LONGEST_PAUSE,
    }
    connection.execute(_FAILED, facts)


def recovered(connection: Connection, relay: str) -> None:
    """Note that a relay answers."""
    connection.execute(text("DELETE FROM relay_health WHERE relay = :relay"), {"relay": relay})


def tried_again_at(connection: Connection, relay: str) -> datetime | None:
    """When a relay that failed is, or was, to be tried again; None when it is well."""
    at: datetime | None = connection.scalar(
        text("SELECT retry_at FROM relay_health WHERE relay = :relay"), {"relay": relay}
    )
    return at
