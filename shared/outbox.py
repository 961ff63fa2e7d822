"""What a service has to tell: written with the fact itself, one row per listener, closed by the listener's word."""

import threading
import time
from collections.abc import Iterable
from typing import Any
from uuid import UUID, uuid4
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, event, insert, text, update
from sqlalchemy.orm import Session

from shared import clock
from shared.database import outbox
from shared.log import correlation, new_correlation_id
from shared.messages import MESSAGES, Message

CHANNEL = "outbox"
_BELLS_A_SECOND = 50  # NOTIFY takes a lock that all commits share: few, and never inside the commit


def tell(session: Session, message: Message, listeners: Iterable[str] | None = None) -> UUID:
    """Tell a fact to its audience (or to some of it), in the transaction of the fact itself; returns its id."""
    message_id = uuid4()
    _write(session, message_id, message.name, message.model_dump(mode="json"), listeners or message.audience)
    return message_id


def tell_all(session: Session, messages: Iterable[Message], listeners: Iterable[str] | None = None) -> None:
    """Tell many facts at once, as `tell` does one."""
    rows = [
        row
        for message in messages
        for row in _rows(uuid4(), message.name, message.model_dump(mode="json"), listeners or message.audience)
    ]
    _insert(session, rows)


def remind_self(session: Session, service: str, schedule: str) -> None:
    """Tell the service itself that a schedule has come due."""
    _write(session, uuid4(), f"{service}.schedule_came_due", {"schedule": schedule}, (service,))


def _write(session: Session, message_id: UUID, name: str, body: dict[str, Any], listeners: Iterable[str]) -> None:
    _insert(session, _rows(message_id, name, body, listeners))


def _rows(message_id: UUID, name: str, body: dict[str, Any], listeners: Iterable[str]) -> list[dict[str, Any]]:
    return [
        {
            "message_id": message_id,
            "listener": listener,
            "name": name,
            "body": body,
            "correlation_id": correlation.get() or new_correlation_id(),
        }
        for listener in listeners
    ]


def _insert(session: Session, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(outbox), rows)
        ring_after_commit(session)


def acknowledge(session: Session, listener: str, heard: Iterable[UUID], refused: dict[UUID, str]) -> None:
    """Close the rows that a listener has heard, keep those that it refuses as dead letters, and wipe secrets.

    A word from a listener that had fallen silent makes everything kept for it due at once.
    """
    now = clock.now()
    heard = list(heard)
    mine = outbox.c.listener == listener
    if heard:
        session.execute(update(outbox).where(mine, outbox.c.message_id.in_(heard)).values(acked_at=now))
        for message in MESSAGES.values():
            if message.secrets:
                session.execute(
                    update(outbox)
                    .where(mine, outbox.c.message_id.in_(heard), outbox.c.name == message.name)
                    .values(body=outbox.c.body.op("||")(dict.fromkeys(message.secrets, "")))
                )
    for message_id, reason in refused.items():
        session.execute(
            update(outbox)
            .where(mine, outbox.c.message_id == message_id, outbox.c.acked_at.is_(None))
            .values(refused_at=now, refusal=reason)
        )
    was_silent = session.execute(
        text(
            "UPDATE breakers AS b SET silent_since = NULL, probed_at = NULL FROM breakers AS old"
            " WHERE b.listener = :listener AND old.listener = b.listener AND b.silent_since IS NOT NULL"
            " RETURNING old.probed_at IS NOT NULL"
        ),
        {"listener": listener},
    ).scalar()
    if was_silent:
        session.execute(
            update(outbox)
            .where(mine, outbox.c.acked_at.is_(None), outbox.c.refused_at.is_(None))
            .values(next_publish_at=now)
        )
        ring_after_commit(session)


def retry(session: Session, message_id: UUID, listener: str) -> bool:
    """Send a dead letter again; False when there is none of that id."""
    found = session.execute(
        update(outbox)
        .where(
            outbox.c.message_id == message_id,
            outbox.c.listener == listener,
            outbox.c.refused_at.is_not(None),
        )
        .values(refused_at=None, refusal=None, next_publish_at=clock.now())
        .returning(outbox.c.id)
    ).scalar()
    if found is not None:
        ring_after_commit(session)
    return found is not None


class Bell:
    """Rings the relay's channel after commits, at most so often a second; the poll each second is the guarantee."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._last = 0.0
        self._waiting = False

    def ring(self) -> None:
        """Ring now, or once, shortly, for all who ask meanwhile."""
        with self._lock:
            if self._waiting:
                return
            pause = self._last + 1 / _BELLS_A_SECOND - time.monotonic()
            if pause > 0:
                self._waiting = True
                timer = threading.Timer(pause, self._notify)
                timer.daemon = True
                timer.start()
                return
        self._notify()

    def _notify(self) -> None:
        with self._lock:
            self._last, self._waiting = time.monotonic(), False
        try:
            with self._engine.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT").execute(text(f"NOTIFY {CHANNEL}"))
        except Exception:  # a hint; the poll finds the rows without it
            return


_bells: WeakKeyDictionary[Engine, Bell] = WeakKeyDictionary()


def ring_after_commit(session: Session) -> None:
    """Wake the relay once this transaction has been committed."""
    if "bell" not in session.info:
        engine = session.get_bind()
        assert isinstance(engine, Engine)
        session.info["bell"] = _bells.setdefault(engine, Bell(engine))
    session.info["ring"] = True


@event.listens_for(Session, "after_commit")
def _ring(session: Session) -> None:
    if session.info.pop("ring", False):
        session.info["bell"].ring()


@event.listens_for(Session, "after_rollback")
def _do_not_ring(session: Session) -> None:
    session.info.pop("ring", None)
