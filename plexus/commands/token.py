"""`plexus token`: tokens for machines."""

import json
from datetime import timedelta
from enum import StrEnum
from typing import Annotated

import typer

from plexus.commands.console import console, errors

token = typer.Typer(help="Tokens for machines.", no_args_is_help=True)


class Scope(StrEnum):
    """What a token may do, within what its person may."""

    READ = "read"
    WRITE = "write"


@token.callback()
def _tokens() -> None:
    """Keep `create` a word of its own while it is the only one."""


@token.command()
def create(
    email: Annotated[str, typer.Option("--as", help="The address of the person whom it acts for.")],
    scope: Annotated[list[Scope] | None, typer.Option(help="What it may do; everything if not said.")] = None,
    name: Annotated[str, typer.Option(help="What it is for.")] = "made by the operator",
    days: Annotated[int, typer.Option(help="How long it is good.", min=1, max=3650)] = 365,
    as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False,
) -> None:
    """Make a token that acts for a person; it is shown once."""
    from plexus import accounts

    try:
        made = accounts.issue_token(email, scope or list(Scope), name, timedelta(days=days))
    except accounts.NobodyThere as refusal:
        errors.print(str(refusal), soft_wrap=True)
        raise typer.Exit(1) from None
    if as_json:
        typer.echo(json.dumps({"token": made}))
    else:
        console.print(made, soft_wrap=True)
