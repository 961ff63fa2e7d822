"""Emails by Celery: a task for each, in which it is made, and a connection for it alone."""

import os
import smtplib
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import formatdate, make_msgid
from pathlib import Path

from celery import Celery

app = Celery("naive", broker=os.environ["NAIVE_REDIS_URL"])
app.conf.task_ignore_result = True

# What is sent is what the system sends, so that both are as long and as hard to put together.
_sample = message_from_bytes(Path(os.environ["NAIVE_SAMPLE"]).read_bytes(), policy=default)


def _part(kind: str) -> str:
    part = _sample.get_body(preferencelist=(kind,))
    assert part is not None
    return str(part.get_content())


_TEXT, _HTML, _SUBJECT, _FROM = _part("plain"), _part("html"), str(_sample["Subject"]), str(_sample["From"])


@app.task
def tell_all(count: int) -> None:
    """Tell everybody."""
    for number in range(count):
        tell.delay(f"follower-{number:06}@example.org")


@app.task
def tell(address: str) -> None:
    """Tell one person."""
    email = EmailMessage()
    email["From"], email["To"], email["Subject"] = _FROM, address, _SUBJECT
    email["Date"], email["Message-ID"] = formatdate(), make_msgid(domain="example.org")
    email.set_content(_TEXT)
    email.add_alternative(_HTML, subtype="html")
    with smtplib.SMTP("127.0.0.1", int(os.environ["NAIVE_SMTP_PORT"])) as relay:
        relay.send_message(email)
