"""`plexus resync`: a service's copies of its neighbors' facts, made anew."""

from enum import StrEnum
from importlib import import_module
from typing import Annotated

import typer

from plexus.commands.console import say


class Copying(StrEnum):
    """The services that keep copies."""

    EVENTS = "events"
    NOTIFICATIONS = "notifications"


def resync(service: Annotated[Copying, typer.Argument(help="Whose copies to make anew.")]) -> None:
    """Ask a service's neighbors to tell it everything again. It fills copies and sends no email."""
    database = import_module(f"services.{service}.base").database()
    with database.transaction() as session:
        import_module(f"services.{service}.copies.actions").request_copies(session)
    database.close()
    say(f"Asked. {service.capitalize()} fills its copies as its neighbors answer; see `plexus doctor`.")
