"""`plexus openapi`: the description of the whole API, made from the services."""

from typing import Annotated

import typer

from plexus.commands.console import errors, say


def openapi(
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; fail when the file is not up to date.")
    ] = False,
) -> None:
    """Write the description that /api/openapi.json gives."""
    from plexus.openapi import DESCRIPTION, written

    description = written()
    if check:
        if not DESCRIPTION.exists() or DESCRIPTION.read_text() != description:
            errors.print(f"{DESCRIPTION} is not what the services say: run `plexus openapi`", soft_wrap=True)
            raise typer.Exit(1)
        return
    DESCRIPTION.write_text(description)
    say(f"Wrote {DESCRIPTION}")
