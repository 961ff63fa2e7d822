"""Brings the database of notifications to the newest schema, and says what is done by the clock."""

from services.notifications.base import database
from shared import schedules
from shared.database import Database
from shared.migrations import upgrade
from shared.settings import store_url


def schedule(store: Database) -> None:
    """Say what is done by the clock."""
    with store.transaction() as session:
        schedules.every(session, "prune", 3600)
        schedules.every(session, "conclude_digests", 60)
        schedules.every(session, "remind", 30)
        schedules.every(session, "forget_unconfirmed", 3600)
        schedules.every(session, "tell_failures", 60)
        schedules.every(session, "forget_returns", 86400)


if __name__ == "__main__":
    upgrade("notifications", store_url("notifications"))
    schedule(database())
    database().close()
