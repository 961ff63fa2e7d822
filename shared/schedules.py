"""What a service does by the clock: rows with the time of their next run, claimed by its relay."""

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from shared.database import schedules

KEPT_DAYS = 30
_PRUNED_TOGETHER = 5_000


def every(session: Session, name: str, seconds: int) -> None:
    """Run a routine of this service every so many seconds; saying it again changes only the interval."""
    session.execute(
        insert(schedules)
        .values(name=name, every_seconds=seconds)
        .on_conflict_do_update(index_elements=["name"], set_={"every_seconds": seconds})
    )


def prune(session: Session) -> None:
    """Drop what was acknowledged or heard more than 30 days ago, and old idempotency keys, some at a time."""
    for table, moment in (("outbox", "acked_at"), ("inbox", "heard_at"), ("idempotency_keys", "kept_at")):
        session.execute(
            text(
                f"DELETE FROM {table} WHERE ctid IN (SELECT ctid FROM {table}"
                f" WHERE {moment} < now() - make_interval(days => :days) LIMIT :batch)"
            ),
            {"days": KEPT_DAYS, "batch": _PRUNED_TOGETHER},
        )
