"""The loop that sends: claim, mark a group as started, send it, write what became of it with the next group's mark.

So a kill costs at most one group that is uncertain. No transaction is open while a relay is spoken to.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from sqlalchemy import Connection

from services.notifications.deliveries.claiming import Claimed, claim
from services.notifications.deliveries.leases import LEASE, Owner, disown, own, release, start
from services.notifications.deliveries.results import Result, finish, judge, not_sent, unsendable
from services.notifications.emails.letters import Letters
from services.notifications.returns.paths import return_path
from services.notifications.smtp import health
from services.notifications.smtp.conversation import LONGEST_EMAIL_SECONDS, Conversation
from services.notifications.smtp.reply import Phase, Reply
from services.notifications.smtp.server import Server, Unreachable
from shared import clock
from shared.database import Database
from shared.log import logger

CLAIMED_TOGETHER = 500
STARTED_TOGETHER = 32
_TASK_SECONDS = 5.0

log = logger(__name__)


class Sender:
    """Sends what is due, through one conversation that it keeps open between tasks."""

    def __init__(self, database: Database, server: Server) -> None:
        self._database, self._server = database, server
        self._letters = Letters()
        self._conversation: Conversation | None = None
        self._is_well = True
        self._ends_at = self._lease_ends_at = 0.0

    def send_due(self, urgency: str) -> int:
        """Send what is due of a class, for some seconds at most; how many were sent."""
        self._ends_at = time.monotonic() + _TASK_SECONDS
        with self._database.engine.connect() as connection:
            try:
                with connection.begin():
                    owner = own(connection)
                sent = self._send_batches(connection, owner, urgency)
                with connection.begin():
                    disown(connection, owner)
            except BaseException:
                connection.invalidate()  # with the session goes its lock, and with the lock every lease
                raise
        return sent

    def _send_batches(self, connection: Connection, owner: Owner, urgency: str) -> int:
        sent = 0
        while time.monotonic() < self._ends_at:
            if not self._reach(connection):
                break
            self._lease_ends_at = time.monotonic() + LEASE.total_seconds()
            with connection.begin():
                token, ours, looked_at = claim(connection, owner, urgency, CLAIMED_TOGETHER)
            sent += self._send_batch(connection, token, ours)
            if not looked_at:
                break
        return sent

    def _reach(self, connection: Connection) -> bool:
        """Have a conversation before anything is claimed, so that a relay that is down uses up nobody's attempt."""
        if self._conversation is not None and self._conversation.usable:
            return True
        with connection.begin():
            again_at = health.tried_again_at(connection, self._server.name)
        self._is_well = again_at is None
        if again_at is not None and again_at > clock.now():
            return False
        try:
            self._open()
        except Unreachable as error:
            log.error("relay_unreachable", relay=self._server.name, reason=str(error))
            with connection.begin():
                health.failed(connection, self._server.name, str(error))
            return False
        return True

    def _open(self) -> Conversation:
        self._close()
        self._conversation = Conversation(self._server)
        return self._conversation

    def _close(self) -> None:
        if self._conversation is not None:
            self._conversation.close()
            self._conversation = None

    def _send_batch(self, connection: Connection, token: UUID, ours: Sequence[Claimed]) -> int:
        now = clock.now()
        # All are written before one is started: whoever ends us by being written leaves nobody in doubt.
        letters, results = self._write(connection, ours, now)
        sent = 0
        for group in _groups([one for one in ours if one.id in letters]):
            with connection.begin():
                self._finish(connection, token, results)
                started = start(connection, token, [one.id for one in group], now)
            self._lease_ends_at = time.monotonic() + LEASE.total_seconds()
            results = self._send([one for one in group if one.id in started], letters)
            _log(results, letters)
            sent += sum(result.state == "accepted" for result in results)
            if self._must_rest(results):
                break
        with connection.begin():
            self._finish(connection, token, results)
            release(connection, token)
        return sent

    def _write(
        self, connection: Connection, ours: Sequence[Claimed], now: datetime
    ) -> tuple[dict[UUID, "_Written"], list[Result]]:
        """The letters as they leave, by delivery, and what becomes of those that cannot be written."""
        letters: dict[UUID, _Written] = {}
        unwritable = []
        for group in _groups(ours):
            prepared = self._letters.prepare(connection, group)
            for one in group:
                try:
                    content = prepared.write(one, one.first_attempt_at or now)
                    letters[one.id] = _Written(content, prepared.correlation_of(one))
                except Exception as error:  # whatever is wrong with one recipient must not stop the others
                    log.error("email_unwritable", delivery=str(one.id), exc_info=error)
                    unwritable.append(unsendable(one.id, "it cannot be put into words"))
        return letters, unwritable

    def _finish(self, connection: Connection, token: UUID, results: list[Result]) -> None:
        written = finish(connection, token, self._server.name, results)
        for result in results:
            if result.id not in written:
                log.error("lease_lost", delivery=str(result.id), reply=result.reply.words)
        refused = [result for result in results if result.refuses_us or _is_denied(result)]
        if refused:
            log.error("relay_denies", relay=self._server.name, reply=refused[0].reply.words)
            health.failed(connection, self._server.name, refused[0].reply.words)
            self._is_well = False
        elif not self._is_well and any(result.state == "accepted" for result in results):
            health.recovered(connection, self._server.name)
            self._is_well = True

    def _must_rest(self, results: Sequence[Result]) -> bool:
        """Whether the relay takes nothing of anybody now; it is then left, and met again after a pause."""
        tried = [result for result in results if result.counted or result.refuses_us]
        denied = bool(tried) and all(result.refuses_us or _is_denied(result) for result in tried)
        if denied:
            self._close()
        return denied or any(result.reply.phase is Phase.UNREACHED for result in results)

    def _send(self, group: Sequence[Claimed], letters: dict[UUID, "_Written"]) -> list[Result]:
        """Hand a group over, as long as there is time and the relay listens."""
        results: list[Result] = []
        for one in group:
            moment = time.monotonic()
            late = moment > self._ends_at or moment > self._lease_ends_at - LONGEST_EMAIL_SECONDS
            if late or (results and (results[-1].reply.phase is Phase.UNREACHED or results[-1].refuses_us)):
                results.append(not_sent(one.id))
            else:
                results.append(judge(one.id, one.attempt, self._hand_over(one, letters[one.id].content)))
        return results

    def _hand_over(self, one: Claimed, content: bytes) -> Reply:
        """Give it to the relay; when that says that it is closing (421), once more in a new conversation."""
        reply = Reply(Phase.UNREACHED, None, None, "")
        for _ in range(2):
            try:
                if self._conversation is None or not self._conversation.usable:
                    self._open()
            except Unreachable as error:
                return Reply.none(Phase.UNREACHED, error)
            assert self._conversation is not None
            reply = self._conversation.deliver(return_path(one.id), one.address, content)
            if reply.code != 421 or reply.phase is Phase.DOT:
                break
        return reply


def _groups(ours: Sequence[Claimed]) -> Iterator[list[Claimed]]:
    rest = iter(ours)
    while group := list(islice(rest, STARTED_TOGETHER)):
        yield group


@dataclass(frozen=True, slots=True)
class _Written:
    """An email as it leaves, and the id of the request that it all began with."""

    content: bytes
    correlation_id: str


def _log(results: Sequence[Result], letters: dict[UUID, _Written]) -> None:
    """The relay's words to each; a line for each request that emails began with."""
    replies: dict[str, dict[str, str]] = {}
    for result in results:
        words = f"{result.state}: {result.reply.words}"
        replies.setdefault(letters[result.id].correlation_id, {})[str(result.id)] = words
    for correlation_id, said in replies.items():
        log.info("relay_answered", correlation_id=correlation_id, deliveries=said)


def _is_denied(result: Result) -> bool:
    """Whether the relay's policy is against it (RFC 3463, section 3.8)."""
    return (result.reply.enhanced or "").startswith("5.7.")
