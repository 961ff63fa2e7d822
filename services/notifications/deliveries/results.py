"""What became of an attempt: from the relay's words to the delivery's state."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, text

from services.notifications.deliveries.models import NEVER
from services.notifications.deliveries.withdrawing import tell_cancelled
from services.notifications.digests.contents import conclude
from services.notifications.settings import notifications_settings
from services.notifications.smtp.reply import Phase, Reply
from shared import clock

_RETRY_MINUTES = (5, 10, 20, 40, 60, 120, 240, 360)
_NO_SUCH_ADDRESS = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.10", "5.2.1"})

_OF_THE_MESSAGE = frozenset({"5.2.3", "5.3.4", "5.6.7"})
_TO_EVERYBODY = frozenset({421, 530, 534, 535, 538})


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one delivery, when it is tried again, and whether the relay refuses us, whoever it is for."""

    id: UUID
    state: str
    reason: str | None
    next_attempt_at: datetime
    counted: bool
    reply: Reply
    suppress: bool = False
    refuses_us: bool = False


def judge(delivery_id: UUID, attempt: int, reply: Reply) -> Result:
    """The state that a relay's reply leads to; `attempt` counts those before.

    Past the final dot nobody knows until the relay answers; before it, nothing was delivered.
    """
    if reply.phase is Phase.RENDER:
        return unsendable(delivery_id, reply.words)
    if reply.phase is Phase.DOT and reply.code is not None and 200 <= reply.code < 300:
        return Result(delivery_id, "accepted", None, clock.now(), True, reply)
    again = clock.now() + _pause(attempt)
    if reply.code is None:
        if reply.phase is Phase.UNREACHED:
            return Result(delivery_id, "pending", None, clock.now(), False, reply)
        if reply.phase is Phase.DOT:
            return Result(delivery_id, "uncertain", "the relay took it and did not answer", again, True, reply)
        return Result(delivery_id, "deferred", "the connection was lost", again, True, reply)
    if _refuses_us(reply):
        soon = clock.now() + _pause(0)
        return Result(delivery_id, "deferred", reply.words, soon, False, reply, refuses_us=True)
    if 400 <= reply.code < 500:
        return Result(delivery_id, "deferred", reply.words, again, True, reply)
    no_such = reply.enhanced in _NO_SUCH_ADDRESS and reply.phase is Phase.RCPT
    return Result(delivery_id, "failed", reply.words, clock.now(), True, reply, suppress=no_such)


def _refuses_us(reply: Reply) -> bool:
    """Whether it says nothing of this recipient: it closes, wants us to sign in, or takes nothing in our name."""
    of_the_sender = reply.phase is Phase.MAIL and (reply.code or 0) >= 500 and reply.enhanced not in _OF_THE_MESSAGE
    return reply.code in _TO_EVERYBODY or of_the_sender


def unsendable(delivery_id: UUID, reason: str) -> Result:
    """A delivery that cannot be put into bytes; the others go on."""
    return Result(delivery_id, "failed", reason, clock.now(), True, Reply(Phase.RENDER, None, None, reason))


def not_sent(delivery_id: UUID) -> Result:
    """A delivery that was started with its group and did not come to its turn: as if it had never been taken."""
    return Result(delivery_id, "pending", None, clock.now(), False, Reply(Phase.UNREACHED, None, None, ""))


def _pause(attempt: int) -> timedelta:
    minutes = _RETRY_MINUTES[min(attempt, len(_RETRY_MINUTES) - 1)]
    return timedelta(minutes=minutes * random.uniform(0.8, 1.2))


_FINISH = text(
    f"""
    WITH result AS MATERIALIZED (
        SELECT * FROM unnest(
            CAST(:ids AS uuid[]), CAST(:states AS text[]), CAST(:reasons AS text[]), CAST(:agains AS timestamptz[]),
            CAST(:counted AS int[]), CAST(:codes AS int[]), CAST(:enhanced AS text[]), CAST(:words AS text[]),
            CAST(:phases AS text[])
        ) AS t(id, state, reason, again, counted, code, enhanced, words, phase)
    ),
    finished AS (
        UPDATE deliveries d SET
            state = CASE WHEN d.cancel_requested AND r.state IN ('pending', 'deferred') THEN 'cancelled'
                         ELSE r.state END,
            reason = CASE WHEN d.cancel_requested AND r.state IN ('pending', 'deferred') THEN 'event-cancelled'
                          ELSE r.reason END,
            next_attempt_at = CASE WHEN r.state = 'uncertain' AND (d.cancel_requested OR m.ambiguity = 'hold'
                                        OR d.class = ANY(CAST(:held AS text[]))) THEN '{NEVER}' ELSE r.again END,
            claim_count = CASE r.counted WHEN 1 THEN 0 ELSE greatest(d.claim_count - 1, 0) END,
            attempt = d.attempt + r.counted,
            accepted_at = CASE r.state WHEN 'accepted' THEN CAST(:now AS timestamptz) END,
            lease_token = NULL, lease_owner = NULL, lease_until = NULL, started_at = NULL
        FROM result r, emails m
        WHERE d.id = r.id AND d.lease_token = :token AND m.id = d.email_id
        RETURNING d.id, d.state, d.cancel_requested, m.sealed IS NOT NULL AS sealed, m.kind = 'digest' AS digest
    ),
    tried AS (
        INSERT INTO attempts (delivery_id, at, relay, code, enhanced, reply, phase)
        SELECT r.id, :now, :relay, r.code, r.enhanced, r.words, r.phase
        FROM result r JOIN finished USING (id) WHERE r.counted = 1
    )
    SELECT id, cancel_requested AND state IN ('accepted', 'uncertain') AS tell,
        sealed AND state IN ('accepted', 'failed') AS forget, digest
    FROM finished
    """
)

_SUPPRESS = text(
    """
    INSERT INTO suppressions (address_key, scope, reason)
    SELECT DISTINCT address_key, 'all', 'bounced' FROM deliveries WHERE id = ANY(CAST(:ids AS uuid[]))
    ON CONFLICT DO NOTHING
    """
)

# A link is kept until nobody is left to whom it must still go. Expects `e`, an email.
NOBODY_WAITS = """
    e.state IN ('done', 'superseded') AND NOT EXISTS (
        SELECT FROM deliveries open WHERE open.email_id = e.id
          AND open.state IN ('pending', 'sending', 'deferred', 'uncertain'))
"""
_FORGET_LINKS = text(
    f"""
    UPDATE emails e SET sealed = NULL
    WHERE id IN (SELECT email_id FROM deliveries WHERE id = ANY(CAST(:ids AS uuid[]))) AND {NOBODY_WAITS}
    """
)


def finish(connection: Connection, token: UUID, relay: str, results: Sequence[Result]) -> set[UUID]:
    """Write what became of a group, as far as its lease still holds; the ids of those that were written."""
    if not results:
        return set()
    facts = {
        "ids": [result.id for result in results],
        "states": [result.state for result in results],
        "reasons": [result.reason for result in results],
        "agains": [result.next_attempt_at for result in results],
        "counted": [int(result.counted) for result in results],
        "codes": [result.reply.code for result in results],
        "enhanced": [result.reply.enhanced for result in results],
        "words": [result.reply.words for result in results],
        "phases": [result.reply.phase.value for result in results],
        "token": token,
        "relay": relay,
        "now": clock.now(),
        "held": notifications_settings().held_classes,
    }
    written = connection.execute(_FINISH, facts).all()
    tell_cancelled(connection, [row.id for row in written if row.tell])
    if gone := [result.id for result in results if result.suppress]:
        connection.execute(_SUPPRESS, {"ids": gone})
    if over := [row.id for row in written if row.forget]:
        connection.execute(_FORGET_LINKS, {"ids": over})
    conclude(connection, [row.id for row in written if row.digest])
    return {row.id for row in written}
