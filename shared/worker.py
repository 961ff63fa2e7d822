"""A service's worker: the door through which messages come in and acknowledgements go out."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from celery import Celery
from celery.signals import setup_logging
from pydantic import ValidationError
from sqlalchemy.dialects.postgresql import insert

from shared import clock, log, outbox
from shared.carrier import carrier, send
from shared.database import Database, heartbeats
from shared.inbox import Ears, Heard, hear
from shared.messages import SERVICES, Envelope

_ACKNOWLEDGED_TOGETHER = 50

logger = log.logger(__name__)


def create_worker(ears: Ears, database: Database, redis_url: str, queues: tuple[str, ...]) -> Celery:
    """The Celery application of a service: it hears, it takes acknowledgements, it shows that it lives.

    One task for all messages: Celery throws away a task whose name it does not know, and its message with it.
    """
    app = carrier(ears.service, redis_url, queues)

    @setup_logging.connect(weak=False)
    def _log_as_everybody_does(**_: Any) -> None:
        log.configure(ears.service)

    @app.task(name=f"{ears.service}.hear")
    def _hear(envelopes: list[dict[str, Any]]) -> None:
        hear_all(app, database, ears, envelopes)

    @app.task(name=f"{ears.service}.acknowledge")
    def _acknowledge(listener: str, heard: list[str], refused: dict[str, str]) -> None:
        with database.transaction() as session:
            outbox.acknowledge(
                session, listener, map(UUID, heard), {UUID(key): reason for key, reason in refused.items()}
            )

    @app.task(name=f"{ears.service}.beat")
    def _beat(queue: str) -> None:
        with database.transaction() as session:
            session.execute(
                insert(heartbeats)
                .values(queue=queue, beat_at=clock.now())
                .on_conflict_do_update(index_elements=["queue"], set_={"beat_at": clock.now()})
            )

    return app


def hear_all(app: Celery, database: Database, ears: Ears, envelopes: list[dict[str, Any]]) -> None:
    """Hear each message in its own transaction, and acknowledge to the tellers in batches."""
    answers: dict[str, list[Heard]] = defaultdict(list)
    for raw in envelopes:
        try:
            envelope = Envelope.model_validate(raw)
        except ValidationError as error:
            logger.error("envelope_unreadable", fields=[flaw["loc"] for flaw in error.errors()])
            continue
        answers[envelope.teller].append(hear(database, ears, envelope))
        if len(answers[envelope.teller]) >= _ACKNOWLEDGED_TOGETHER:
            _answer(app, ears.service, envelope.teller, answers.pop(envelope.teller))
    for teller, heard in answers.items():
        _answer(app, ears.service, teller, heard)


def _answer(app: Celery, listener: str, teller: str, heard: list[Heard]) -> None:
    """Acknowledge, duplicates too; an answer that gets lost is given again when the message comes again."""
    if teller not in SERVICES:
        logger.error("teller_unknown", teller=teller)
        return
    acknowledged = [str(one.message_id) for one in heard if one.acknowledged]
    refused = {str(one.message_id): one.refusal for one in heard if one.refusal}
    if acknowledged or refused:
        send(app, f"{teller}.acknowledge", [listener, acknowledged, refused], queue=teller)
