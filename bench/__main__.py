"""`python -m bench`: measures, prints the table, and ends with 1 if a goal of the first release is missed."""

import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench import growth, machine, mail, memory, posting, reading, report
from bench.report import Figure
from bench.rounds import Say
from bench.sizes import QUICK, Sizes
from bench.store import SECRET

Measure = Callable[[Path, Sizes, Say], list[Figure]]

# Which figures each part gives; what rests is measured first, before anything has warmed up.
PARTS: Mapping[Measure, str] = {
    memory.measure: "e",
    mail.measure: "ade",
    posting.measure: "b",
    reading.measure: "c",
    growth.measure: "f",
}


command = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@command.command()
def main(
    only: Annotated[str, typer.Option(help="Which figures, by letter: a,b")] = "a,b,c,d,e,f",
    quick: Annotated[bool, typer.Option(help="Small sizes, to see that it runs; the figures mean nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Measure, beside the limit and the naive way in the same run."""
    os.environ["PLEXUS_SECRET"] = SECRET
    console, chosen = Console(stderr=as_json), set(only.split(","))
    described, sizes = machine.described(), QUICK if quick else Sizes()
    figures: list[Figure] = []
    for measure, letters in PARTS.items():
        if chosen & set(letters):
            with tempfile.TemporaryDirectory(prefix="bench-") as home, console.status("") as status:
                Path(home).chmod(0o711)  # the sink is not root, and comes through here
                say = status.update if console.is_terminal else console.print
                figures += measure(Path(home), sizes, say)
    figures.sort(key=lambda figure: figure.letter)
    if as_json:
        print(report.as_json(figures, described))
    else:
        report.show(figures, described, console)
    if any(figure.met is False for figure in figures):
        raise typer.Exit(1)


if __name__ == "__main__":
    command()
