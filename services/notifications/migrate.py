"""Brings the database of notifications to the newest schema, and says what is done by the clock."""

from services.notifications.base import database
from shared import schedules
from shared.migrations import upgrade
from shared.settings import store_url


def migrate() -> None:
    """Bring the schema up to date, and the schedules."""
    upgrade("notifications", store_url("notifications"))
    with database().transaction() as session:
        schedules.every(session, "prune", 3600)
    database().close()


if __name__ == "__main__":
    migrate()
