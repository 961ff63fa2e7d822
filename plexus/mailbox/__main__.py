"""Run the mailbox: `python -m plexus.mailbox`."""

import os

import uvicorn

from plexus.mailbox.emails import Emails
from plexus.mailbox.web import application


def main() -> None:
    host = os.environ.get("PLEXUS_MAILBOX_HOST", "127.0.0.1")
    port = int(os.environ.get("PLEXUS_MAILBOX_PORT", "8025"))
    smtp_port = int(os.environ.get("PLEXUS_MAILBOX_SMTP_PORT", "1025"))
    app = application(Emails(), host, smtp_port)
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
