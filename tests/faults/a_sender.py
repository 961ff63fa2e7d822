"""A sender in a process of its own, like a worker's: `python -m tests.faults.a_sender '{"database": …}'`.

It sends what is due until it is told to stop. Leases and patience are shorter than in life, the clock is the test's,
and one address may end the process that writes to it.
"""

import json
import os
import signal
import sys
import threading
import time
from datetime import datetime, timedelta

from services.notifications.deliveries import leases
from services.notifications.emails.letters import Addressed, Letters
from services.notifications.smtp import conversation, sender
from services.notifications.smtp.server import Server
from shared import clock, log
from shared.database import Database

wishes = json.loads(sys.argv[1])
began, now = time.monotonic(), datetime.fromisoformat(wishes["now"])
clock.now = lambda: now + timedelta(seconds=time.monotonic() - began)
leases.LEASE = sender.LEASE = timedelta(seconds=wishes["lease"])  # type: ignore[attr-defined]
conversation._COMMAND_SECONDS, conversation._DOT_SECONDS = wishes["command"], wishes["dot"]
sender.LONGEST_EMAIL_SECONDS = 2 * wishes["command"] + wishes["dot"]  # type: ignore[attr-defined]
_write = Letters.write


def _deadly(letters: Letters, one: Addressed, date: datetime) -> bytes:
    if one.address == wishes["poison"]:
        os._exit(77)
    return _write(letters, one, date)


Letters.write = _deadly  # type: ignore[method-assign]
stopping = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stopping.set())
log.configure("notifications")
sends = sender.Sender(Database(wishes["database"]), Server.at(wishes["relay"]))
while not stopping.is_set():
    if sends.send_due("normal") == 0:
        stopping.wait(0.05)
