"""`plexus doctor`: what is wrong, and the next step."""

import json
from typing import Annotated

import typer
from rich.table import Table

from plexus.commands.console import console


def doctor(as_json: Annotated[bool, typer.Option("--json", help="For a program to read.")] = False) -> None:
    """Say what is wrong with this installation and what to do next. Exits with 1 when something is."""
    from plexus.doctor import examine

    found = list(examine())
    wrong = [finding for finding in found if not finding.is_well]
    if as_json:
        typer.echo(json.dumps([finding.as_json() for finding in found]))
    else:
        table = Table(box=None, show_header=False, padding=(0, 1))
        for finding in found:
            mark = "[green]✓[/green]" if finding.is_well else "[red]✗[/red]"
            table.add_row(mark, finding.about, f"{finding.problem} {finding.next_step}".strip())
        console.print(table)
        console.print("All is well." if not wrong else f"{len(wrong)} to see to.")
    raise typer.Exit(1 if wrong else 0)
