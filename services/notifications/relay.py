"""The relay of notifications: its outbox, its schedules, and the pointers to what is due."""

from services.notifications.base import database
from services.notifications.work import Work
from shared import log
from shared.carrier import carrier
from shared.relay import Relay
from shared.settings import settings

QUEUES = ("notifications", "mail.urgent", "mail.normal", "mail.bulk")


def run() -> None:
    """Relay until told to stop."""
    log.configure("notifications")
    sends = carrier("notifications", settings().redis_url.get_secret_value(), QUEUES)
    Relay("notifications", database(), sends, QUEUES, Work().find).run()


if __name__ == "__main__":
    run()
