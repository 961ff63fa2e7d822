"""`plexus relay`: one service's relay, as its container runs it."""

import os
import sys
from enum import StrEnum
from typing import Annotated

import typer


class Telling(StrEnum):
    """The services that tell others something."""

    PARTNERS = "partners"
    EVENTS = "events"
    NOTIFICATIONS = "notifications"


def relay(service: Annotated[Telling, typer.Argument(help="Whose messages to send on.")]) -> None:
    """Run a service's relay until it is stopped."""
    os.execv(sys.executable, [sys.executable, "-m", f"services.{service}.relay"])
