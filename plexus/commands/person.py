"""`plexus person`: people whom the operator lets in."""

import json
import os
from datetime import UTC, datetime
from typing import Annotated

import typer

from plexus.commands.console import console, errors, say
from plexus.setup.first_person import Role, remembered

person = typer.Typer(help="People whom the operator lets in.", no_args_is_help=True)


@person.command()
def add(
    email: Annotated[str, typer.Argument(help="The person's address.")],
    name: Annotated[str, typer.Option(help="The person's name.")],
    role: Annotated[list[Role] | None, typer.Option(help="What she may do for the consortium.")] = None,
    sign_in_link: Annotated[
        bool, typer.Option("--sign-in-link", help="Print a link that signs her in, once.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False,
) -> None:
    """Add a person with an account, or give roles to somebody who is there."""
    from pydantic import ValidationError

    from plexus import accounts

    try:
        is_new = accounts.ensure_person(email, name, [one.value for one in role or []])
        link = accounts.sign_in_link(email) if sign_in_link else None
    except ValidationError as flaws:
        errors.print("; ".join(f"{flaw['loc'][0]}: {flaw['msg']}" for flaw in flaws.errors()))
        raise typer.Exit(2) from None
    if as_json:
        typer.echo(json.dumps({"email": email, "created": is_new, "sign_in_link": link}))
        return
    say(f"{'Added' if is_new else 'Found'} {name} <{email}>")
    if link:
        console.print(f"Good once, for a quarter of an hour: {link}", soft_wrap=True)


@person.command(hidden=True)
def first() -> None:
    """Let in the first office person, whom setup named."""
    from plexus import accounts

    email, name = os.environ.get("PLEXUS_FIRST_OFFICE_EMAIL", ""), os.environ.get("PLEXUS_FIRST_OFFICE_NAME", "")
    if not email:
        say("Setup named nobody")
        return
    token_hash, until = remembered(os.environ.get("PLEXUS_FIRST_SIGN_IN", ""))
    is_new = accounts.first_person(email, name, token_hash, until)
    say(f"{'Added' if is_new else 'Found'} {name} <{email}>, of the office")
    if is_new and until < datetime.now(UTC):
        say(f"Her first link is too old. Make another: plexus person add {email} --name … --sign-in-link")
