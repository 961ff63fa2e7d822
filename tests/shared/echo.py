"""A service that is nothing but an ear, run as a real worker by the tests beside it."""

import os
from pathlib import Path

from celery.signals import worker_ready
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.database import Database
from shared.inbox import Ears
from shared.messages.partners import CommunityChanged
from shared.worker import create_worker

database = Database(os.environ["EVENTS_DATABASE_URL"])
ears = Ears("events")


def _leave_a_trace(session: Session, message: CommunityChanged) -> str:
    session.execute(text("INSERT INTO heartbeats VALUES (:slug, now())"), {"slug": message.slug})
    return f"heard by {os.getpid()}"


ears.hears(CommunityChanged, _leave_a_trace)
app = create_worker(ears, database, os.environ["PLEXUS_REDIS_URL"], ("events",))


@worker_ready.connect
def _say_what_the_parent_holds(**_: object) -> None:
    Path(os.environ["ECHO_READY"]).write_text(f"{os.getpid()} {'engine' in vars(database)}")
