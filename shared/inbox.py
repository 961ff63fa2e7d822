"""What a service has heard: each message once, with its effect, in one transaction; what it cannot take is parked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session

from shared import clock
from shared.database import Database, inbox, parked
from shared.log import correlation, logger
from shared.messages import Envelope, Message

FAILURES_BEFORE_PARKING = 5

log = logger(__name__)
M = TypeVar("M", bound=Message)

# What a handler did with a message, in a word for the ledger; nothing means that it took effect.
Handler = Callable[[Session, M], str | None]


@dataclass
class Ears:
    """Which messages a service hears, which action each one calls, and what its schedules do."""

    service: str
    _handlers: dict[str, tuple[type[Message], Handler[Any]]] = field(default_factory=dict)
    _routines: dict[str, Callable[[Session], None]] = field(default_factory=dict)

    def hears(self, message: type[M], handler: Handler[M]) -> None:
        """Call `handler` for each new message of this kind, in the transaction that records it as heard."""
        self._handlers[message.name] = (message, handler)

    def runs(self, schedule: str, routine: Callable[[Session], None]) -> None:
        """Call `routine` each time this schedule comes due."""
        self._routines[schedule] = routine

    @property
    def names(self) -> frozenset[str]:
        """The names of the messages that are heard."""
        return frozenset(self._handlers)

    @property
    def routines(self) -> frozenset[str]:
        """The names of the schedules that are run."""
        return frozenset(self._routines)

    def take(self, session: Session, envelope: Envelope) -> str | None:
        """Give one message to its handler; raises LookupError for a name that nobody here knows."""
        if envelope.name == f"{self.service}.schedule_came_due":
            self._routines[envelope.body["schedule"]](session)
            return None
        message, handler = self._handlers[envelope.name]
        return handler(session, message.model_validate(envelope.body))


@dataclass(frozen=True)
class Heard:
    """What became of one message: to be acknowledged, refused with a reason, or neither, and then it comes again."""

    message_id: UUID
    acknowledged: bool = False
    refusal: str | None = None


def hear(database: Database, ears: Ears, envelope: Envelope) -> Heard:
    """Hear one message: once, however often it comes.

    A failing database is nobody's fault and counts as nothing; an unknown name waits for the next release;
    an unreadable body, or the fifth failure of a handler, is parked and refused.
    """
    correlation.set(envelope.correlation_id)
    try:
        with database.transaction() as session:
            if _is_parked(session, envelope.id):
                return Heard(envelope.id, refusal="parked here: see `plexus dead-letters`")
            if not _is_new(session, envelope):
                return Heard(envelope.id, acknowledged=True)
            outcome = ears.take(session, envelope)
            _record_outcome(session, envelope.id, outcome)
    except (OperationalError, InterfaceError) as error:
        log.warning("message_postponed", name=envelope.name, message_id=str(envelope.id), error=str(error.orig))
        return Heard(envelope.id)
    except LookupError as error:
        if envelope.name in ears.names:
            return _failed(database, envelope, error)
        log.error("message_unknown", name=envelope.name, message_id=str(envelope.id))
        return Heard(envelope.id)
    except ValidationError as error:
        fields = ", ".join(".".join(map(str, flaw["loc"])) for flaw in error.errors())
        return _failed(database, envelope, error, reason=f"unreadable: {fields}", last=True)
    except Exception as error:  # whatever a handler raises must not block the next message
        return _failed(database, envelope, error)
    log.info("message_heard", name=envelope.name, message_id=str(envelope.id), outcome=outcome)
    return Heard(envelope.id, acknowledged=True)


def release(session: Session, message_id: UUID) -> None:
    """Forget that a message was parked, so that it is tried again when it comes."""
    session.execute(delete(parked).where(parked.c.message_id == message_id))


def _is_parked(session: Session, message_id: UUID) -> bool:
    return (
        session.scalar(select(func.count()).where(parked.c.message_id == message_id, parked.c.parked_at.is_not(None)))
        == 1
    )


def _is_new(session: Session, envelope: Envelope) -> bool:
    # RETURNING, because the row count of an insert that may do nothing is not to be trusted through a session.
    return (
        session.scalar(
            insert(inbox)
            .values(message_id=envelope.id, teller=envelope.teller, name=envelope.name)
            .on_conflict_do_nothing()
            .returning(inbox.c.message_id)
        )
        is not None
    )


def _record_outcome(session: Session, message_id: UUID, outcome: str | None) -> None:
    if outcome is not None:
        session.execute(update(inbox).where(inbox.c.message_id == message_id).values(outcome=outcome))
    session.execute(delete(parked).where(parked.c.message_id == message_id))


def _failed(
    database: Database, envelope: Envelope, error: Exception, *, reason: str | None = None, last: bool = False
) -> Heard:
    """Count a failure, in a transaction of its own since the message's was undone."""
    # The class of an error is enough to find it in the log; its text may hold what a message said.
    reason = reason or type(error).__name__
    log.error("message_failed", name=envelope.name, message_id=str(envelope.id), reason=reason, exc_info=error)
    with database.transaction() as session:
        failures = session.scalar(
            insert(parked)
            .values(message_id=envelope.id, teller=envelope.teller, name=envelope.name, failures=1, reason=reason)
            .on_conflict_do_update(
                index_elements=["message_id"], set_={"failures": parked.c.failures + 1, "reason": reason}
            )
            .returning(parked.c.failures)
        )
        if last or (failures or 0) >= FAILURES_BEFORE_PARKING:
            session.execute(update(parked).where(parked.c.message_id == envelope.id).values(parked_at=clock.now()))
            return Heard(envelope.id, refusal=reason)
    return Heard(envelope.id)
