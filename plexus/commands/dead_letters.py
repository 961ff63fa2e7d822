"""`plexus dead-letters`: messages that a service refused, kept until somebody has seen to why."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.table import Table

from plexus.commands.console import console, say

dead_letters = typer.Typer(help="Messages that a service refused.", no_args_is_help=True)

SERVICES = ("partners", "events", "notifications")
Teller = Annotated[str | None, typer.Option("--service", help="Only what this service told.")]


@dead_letters.command()
def show(
    service: Teller = None, as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False
) -> None:
    """Show which messages were refused, by whom and why."""
    found = [letter for teller in _tellers(service) for letter in _refused_of(teller)]
    if as_json:
        typer.echo(json.dumps(found, default=str))
        return
    table = Table("told by", "message", "refused by", "why", "when", "id", box=None)
    for letter in found:
        table.add_row(*(str(letter[name]) for name in ("teller", "name", "listener", "refusal", "refused_at", "id")))
    console.print(table if found else "No dead letters.")


@dead_letters.command()
def retry(
    message: Annotated[UUID | None, typer.Argument(help="One message; all if not said.")] = None,
    service: Teller = None,
) -> None:
    """Send refused messages again, after what was wrong has been put right."""
    from shared import outbox

    again = 0
    for teller in _tellers(service):
        letters = [letter for letter in _refused_of(teller) if message in (None, letter["id"])]
        with _database_of(teller) as database, database.transaction() as session:
            again += sum(outbox.retry(session, letter["id"], letter["listener"]) for letter in letters)
    say(f"{again} message{'s' * (again != 1)} will be sent again within a second")


def _tellers(service: str | None) -> tuple[str, ...]:
    if service is not None and service not in SERVICES:
        raise typer.BadParameter(f"{service} is none of {', '.join(SERVICES)}", param_hint="--service")
    return (service,) if service else SERVICES


def _refused_of(teller: str) -> list[dict[str, Any]]:
    from sqlalchemy import select

    from shared.database import outbox

    query = select(outbox).where(outbox.c.refused_at.is_not(None)).order_by(outbox.c.refused_at)
    with _database_of(teller) as database, database.session() as session:
        return [
            {
                "id": row.message_id,
                "teller": teller,
                "name": row.name,
                "listener": row.listener,
                "refusal": row.refusal,
                "refused_at": row.refused_at,
            }
            for row in session.execute(query)
        ]


@contextmanager
def _database_of(service: str) -> Iterator[Any]:
    from shared.database import Database
    from shared.settings import store_url

    database = Database(store_url(service))
    try:
        yield database
    finally:
        database.close()
