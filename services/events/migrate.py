"""Events' migrations: `python -m services.events.migrate`, before anything of a new release starts."""

from services.events.base import database
from services.events.calendar import documents
from shared import log, migrations
from shared.counting import NIGHTLY
from shared.database import Database
from shared.schedules import every
from shared.settings import store_url


def schedule(store: Database) -> None:
    """What is done by the clock."""
    with store.transaction() as session:
        every(session, "prune", 3600)
        every(session, "count", NIGHTLY)
        every(session, "pass_offers_on", 60)
        every(session, "forget_sign_ups", 3600)
        every(session, "ask_cohosts_again", 30)
        every(session, "advance_events", 60)
        every(session, "finish_occurrences", 60)
        every(session, "extend_series", 3600)
        every(session, "ask_for_numbers", 900)
        every(session, "warn_of_accommodations", 900)
        every(session, "purge_accommodations", 3600)


def renew_documents(store: Database) -> None:
    """Make anew what is kept ready of events, where this release makes it differently."""
    more = True
    while more:
        with store.transaction() as session:
            more = documents.rewrite(session) > 0


def main() -> None:
    """Bring the database to what this release expects."""
    log.configure("events")
    migrations.upgrade("events", store_url("events"))
    schedule(database())
    renew_documents(database())
    database().close()


if __name__ == "__main__":
    main()
