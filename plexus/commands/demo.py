"""`plexus demo`: loads a consortium file into a running stack."""

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from plexus.commands.console import console, errors, say
from plexus.demo import DEMO_FILE, Loaded, LoadRefused, is_loaded, load, office_person, read
from plexus.demo_dates import Record
from plexus.demo_names import LOADED


def demo(
    file: Annotated[
        Path, typer.Argument(help="A consortium file.", exists=True, dir_okay=False, show_default="the demo")
    ] = DEMO_FILE,
    shift: Annotated[bool, typer.Option(help="Move every date, so that the file's day is this week's.")] = True,
    once: Annotated[bool, typer.Option("--once", help="Do nothing where a file was loaded before.")] = False,
) -> None:
    """Load the demo consortium, or a FILE of its form. Nobody is told; loading twice changes nothing."""
    from plexus import accounts

    url = os.environ.get("PLEXUS_API_URL") or os.environ.get("PLEXUS_URL", "http://localhost:8000")
    consortium, weeks = read(file, shift=shift)
    try:
        office = office_person(consortium)
        token = accounts.office_token(office["address"], office["name"])
        if once and is_loaded(url, token):
            say("A consortium was loaded before")
            return
        loaded = _load(url, token, consortium)
    except LoadRefused as reason:
        errors.print(f"Not loaded. {reason}", markup=False)
        raise typer.Exit(1) from None
    if weeks:
        say(f"Dates are moved by {weeks} weeks")
    console.print(_what_was_loaded(loaded))
    console.print(_what_has_no_place(loaded))


def _load(url: str, token: str, consortium: Record) -> Loaded:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        sections = {section: progress.add_task(section, total=len(consortium.get(section, []))) for section in LOADED}
        return load(url, token, consortium, report=lambda section, size: progress.advance(sections[section], size))


def _what_was_loaded(loaded: Loaded) -> Table:
    table = Table("loaded", "created", "changed", "unchanged", box=None, padding=(0, 2))
    for section, outcomes in loaded.outcomes.items():
        table.add_row(section, *(str(outcomes[outcome]) for outcome in ("created", "changed", "unchanged")))
    return table


def _what_has_no_place(loaded: Loaded) -> Table:
    """One line a section: how many records, or how many of them have which field, are kept in the file alone."""
    table = Table("no place yet for", "kept in the file alone", box=None, padding=(0, 2))
    fields: dict[str, list[str]] = {}
    for path, count in loaded.without_place.items():
        section, _, field = path.partition(".")
        fields.setdefault(section, []).append(f"{field} {count}".strip())
    for section, counts in fields.items():
        table.add_row(section, ", ".join(counts))
    return table
