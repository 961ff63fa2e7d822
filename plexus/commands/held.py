"""`plexus held`: emails that wait for an operator, because they may have arrived or could not be written."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.table import Table

from plexus.commands.console import console, say

held = typer.Typer(help="Emails that wait for an operator's decision.", no_args_is_help=True)

Which = Annotated[UUID | None, typer.Argument(help="One email; all if not said.")]


@held.command()
def show(as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False) -> None:
    """Show what waits, to whom it was to go, and why it waits."""
    from services.notifications.deliveries.held import waiting

    with _session() as session:
        found = [
            {"id": one.id, "recipient": one.address, "kind": kind, "state": one.state, "why": one.reason}
            for one, kind in waiting(session)
        ]
    if as_json:
        typer.echo(json.dumps(found, default=str))
        return
    table = Table("recipient", "kind", "state", "why", "id", box=None)
    for one in found:
        table.add_row(*(str(one[name]) for name in ("recipient", "kind", "state", "why", "id")))
    console.print(table if found else "Nothing waits for a decision.")


@held.command()
def resend(email: Which = None) -> None:
    """Send again: whoever had it already gets a second copy, with the same Message-ID."""
    from services.notifications.deliveries.held import send_again

    say(f"{_decide(email, send_again)} will be sent again within a second")


@held.command()
def settle(email: Which = None) -> None:
    """Send no more: it has arrived, or no longer matters."""
    from services.notifications.deliveries.held import take_for_arrived

    say(f"{_decide(email, take_for_arrived)} are settled")


def _decide(email: UUID | None, decision: Callable[[Any, Sequence[Any]], None]) -> int:
    from services.notifications.deliveries.held import waiting

    decided = 0
    while True:
        with _session() as session:
            found = [one for one, _ in waiting(session, email)]
            decision(session, found)
        decided += len(found)
        if not found or email is not None:
            return decided


@contextmanager
def _session() -> Iterator[Any]:
    from services.notifications.base import database

    with database().transaction() as session:
        yield session
    database().close()
