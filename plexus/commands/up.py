"""`plexus up`: the whole system on this machine, with the demo consortium and a mailbox."""

import contextlib
import signal
import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml
from rich.table import Table

from plexus.commands.console import console, errors, say
from plexus.embedded.environment import Environment, Layout
from plexus.embedded.process import NotStarted
from plexus.embedded.stack import Stack
from plexus.front import LOADING

DEMO_FILE = Path(__file__).parents[1] / "data" / "demo.yaml"
LOADED = "demo.loaded"


def up(
    demo: Annotated[bool, typer.Option(help="Load the demo consortium on the first run.")] = True,
) -> None:
    """Start everything on this machine: databases, services, mailbox. Ctrl-C stops it all."""
    stack = Stack(Environment(Layout.of()), say)
    # SIGINT too: a script's background job begins with it ignored.
    for end in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(end, signal.default_int_handler)
    try:
        with contextlib.suppress(KeyboardInterrupt):
            _run(stack, demo)
    except NotStarted as reason:
        errors.print(f"[red]{reason}[/red]", markup=True)
        raise typer.Exit(1) from None
    finally:
        # A second Ctrl-C must not leave half of it running; stopping has a deadline of its own.
        for end in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(end, signal.SIG_IGN)
        say("Stopping")
        stack.stop()
    say("Stopped; nothing is left running")


def _run(stack: Stack, demo: bool) -> None:
    loaded, loading = stack.layout.home / LOADED, stack.layout.home / LOADING
    first = demo and not loaded.exists()
    stack.layout.home.mkdir(parents=True, exist_ok=True)
    loading.unlink(missing_ok=True)
    if first:
        loading.touch()
    stack.start()
    stack.wait_until_it_serves()
    if first:
        say("Loading the demo consortium")
        _load(stack)
        loaded.touch()
        loading.unlink()
    _say_where(stack, with_people=demo)
    while True:
        stack.look_after()


def _load(stack: Stack) -> None:
    told = stack.layout.home / "log" / "demo.log"
    with told.open("w") as log:
        loader = [sys.executable, "-m", "plexus", "demo"]
        done = subprocess.run(loader, env=stack.variables, stdout=log, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        raise NotStarted(f"The demo consortium was not loaded:\n{told.read_text()}")
    say(f"What of it has no place yet is listed in {told}")


def _say_where(stack: Stack, with_people: bool) -> None:
    table = Table(show_header=False, box=None, padding=(0, 2))
    table.add_row("Portal", stack.variables["PLEXUS_URL"])
    table.add_row("API", f"{stack.variables['PLEXUS_URL']}/api/docs")
    table.add_row("Mailbox", stack.layout.mailbox_url)
    console.print()
    console.print(table)
    if with_people:
        console.print()
        console.print("Sign in as one of these; the link arrives in the mailbox.\n")
        console.print(_people())
    console.print(f"\nall {len(stack.programs)} processes healthy; Ctrl-C stops them", style="bold green")


def _people() -> Table:
    consortium: dict[str, Any] = yaml.load(DEMO_FILE.read_text(), Loader=yaml.CSafeLoader)
    people = {person["id"]: person for person in consortium["people"]}
    table = Table(box=None, padding=(0, 2), show_header=False)
    table.add_column(overflow="fold")
    table.add_column(no_wrap=True)
    for persona in consortium["meta"]["personas"]:
        person = people[persona["person"]]
        table.add_row(f"{person['name']}\n[dim]{persona['about']}[/dim]", person["address"])
    return table
