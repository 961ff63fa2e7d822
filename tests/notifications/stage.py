"""A stage on which notifications plays: it hears, tells and sends, with the clock in the test's hand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from services.notifications.digests import gathering
from services.notifications.emails import fan_out
from services.notifications.smtp.sender import Sender
from services.notifications.smtp.server import Server
from services.notifications.subscriptions import actions
from services.notifications.work import due_emails, sweep
from services.notifications.worker import ears
from shared.database import Database
from shared.log import correlation
from shared.messages import Message
from tests.notifications.builders import NOON


@dataclass
class Clock:
    """The time that the service believes it is."""

    time: datetime = NOON

    def __call__(self) -> datetime:
        return self.time

    def pass_(self, **time: float) -> None:
        self.time += timedelta(**time)


@dataclass
class Stage:
    """One service's database, and what its processes would do with it."""

    database: Database
    clock: Clock = field(default_factory=Clock)

    def hear(self, *messages: Message) -> str | None:
        """Hear messages, each in a transaction of its own; what became of the last."""
        outcome = None
        correlation.set("c0ffee")
        for message in messages:
            with self.database.transaction() as session:
                outcome = ears._handlers[message.name][1](session, message)
        return outcome

    def follow(self, *records: dict[str, Any]) -> None:
        with self.database.transaction() as session:
            for place, record in enumerate(records):
                actions.take(session, record, place)

    def tell(self) -> None:
        """Do everything that is due up to, but not, sending."""
        with self.database.session() as session:
            emails = due_emails(session)
        for email_id in emails:
            more = True
            while more:
                with self.database.transaction() as session:
                    more = fan_out.step(session, email_id)

    def gather(self, size: int = gathering.GATHERED_TOGETHER) -> None:
        """Make the digests that are due."""
        for frequency in ("daily", "weekly"):
            more = True
            while more:
                with self.database.transaction() as session:
                    more = gathering.gather(session, frequency, size)

    def send(self, url: str, *classes: str) -> None:
        """Send what is due."""
        sender = Sender(self.database, Server.at(url))
        for urgency in classes or ("urgent", "normal", "bulk"):
            sender.send_due(urgency)
        if sender._conversation is not None:
            sender._conversation.close()

    def sweep(self) -> None:
        with self.database.transaction() as session:
            sweep(session)

    def rows(self, sql: str, **facts: Any) -> list[Any]:
        with self.database.session() as session:
            return list(session.execute(text(sql), facts))

    def told(self, change: str | None = None) -> dict[str, tuple[str, str | None]]:
        """State and reason by address, of the deliveries of one kind of change."""
        rows = self.rows(
            "SELECT d.address, d.state, d.reason FROM deliveries d JOIN emails e ON e.id = d.email_id"
            " WHERE CAST(:change AS text) IS NULL OR e.change = :change ORDER BY e.cause_version",
            change=change,
        )
        return {row.address: (row.state, row.reason) for row in rows}

    def states(self) -> dict[str, str]:
        return {address: state for address, (state, _) in self.told().items()}

    def ledger(self) -> list[tuple[int, str, str, str | None]]:
        """Version, change, state and reason of every email, oldest first."""
        rows = self.rows("SELECT cause_version, change, state, reason FROM emails ORDER BY created_at, id")
        return [tuple(row) for row in rows]


MakeStage = Callable[[], Stage]
