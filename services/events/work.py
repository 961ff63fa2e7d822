"""What of this service's work is due beside what is told: members' calendars to be read."""

import time

from sqlalchemy import select

from services.events.sources.models import Source
from shared import clock
from shared.relay import Relay

_LOOK_EVERY = 5.0


class Work:
    """Looks for what is due now and then, and points a worker at it."""

    def __init__(self) -> None:
        self._looked_at = float("-inf")

    def find(self, relay: Relay) -> None:
        """Point a worker at calendars whose time has come; pointing twice does no harm."""
        if time.monotonic() - self._looked_at < _LOOK_EVERY:
            return
        self._looked_at = time.monotonic()
        due = select(Source.id).where(Source.state == "on", Source.next_run_at <= clock.now()).limit(1)
        with relay.database.transaction() as session:
            is_due = session.scalar(due) is not None
        if is_due:
            relay.point("events.read_sources", [], "events")
