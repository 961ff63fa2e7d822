"""Brings the database of partners to the newest schema, and says what is done by the clock."""

from services.partners.base import database
from shared import schedules
from shared.counting import NIGHTLY
from shared.database import Database
from shared.migrations import upgrade
from shared.settings import store_url


def schedule(store: Database) -> None:
    """Say what is done by the clock."""
    with store.transaction() as session:
        schedules.every(session, "prune", 3600)
        schedules.every(session, "forget", 600)
        schedules.every(session, "count", NIGHTLY)
        schedules.every(session, "advance_agreements", 900)


if __name__ == "__main__":
    upgrade("partners", store_url("partners"))
    schedule(database())
    database().close()
