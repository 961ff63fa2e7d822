"""`plexus openapi`: the description of the whole API, made from the services."""

import os
from typing import Annotated

import typer

from plexus.commands.console import errors, say
from plexus.embedded.environment import DATABASES


def openapi(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; fail when the file is not up to date.")
    ] = False,
) -> None:
    """Write the description that /api/openapi.json gives."""
    # Described, not run: nothing is reached, whatever the addresses say.
    for variable in DATABASES.values():
        os.environ.setdefault(variable, "postgresql+psycopg://nobody@/nothing")
    os.environ.setdefault("PLEXUS_SECRET", "not-a-secret-since-nothing-is-signed-here")
    from plexus.openapi import DESCRIPTION, written

    description = written()
    if check:
        if not DESCRIPTION.exists() or DESCRIPTION.read_text() != description:
            errors.print(f"{DESCRIPTION} is not what the services say: run `plexus openapi`", soft_wrap=True)
            raise typer.Exit(1)
        return
    DESCRIPTION.write_text(description)
    say(f"Wrote {DESCRIPTION}")
