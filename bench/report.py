"""What was measured, beside what was to be reached."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Figure:
    """One measured value; `at_least` or `at_most` make it a goal. `microseconds` is the CPU for each."""

    letter: str
    what: str
    value: float
    unit: str
    microseconds: float | None = None
    at_least: float | None = None
    at_most: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the goal is reached; nothing for a value that is only reported."""
        if self.at_least is not None:
            return self.value >= self.at_least
        if self.at_most is not None:
            return self.value <= self.at_most
        return None


def show(figures: Sequence[Figure], machine: str, console: Console) -> None:
    """The table."""
    table = Table(title="Goals of the first release", caption=machine, caption_justify="left")
    table.add_column("")
    table.add_column("what")
    table.add_column("measured", justify="right")
    table.add_column("CPU µs each", justify="right")
    table.add_column("goal", justify="right")
    table.add_column("")
    before = ""
    for figure in figures:
        if before and figure.letter != before:
            table.add_section()
        table.add_row(
            f"({figure.letter})" if figure.letter != before else "",
            figure.what,
            _quantity(figure.value, figure.unit),
            "" if figure.microseconds is None else f"{figure.microseconds:,.0f}",
            _goal(figure),
            {True: "[green]met[/]", False: "[bold red]missed[/]", None: ""}[figure.met],
        )
        before = figure.letter
    console.print(table)


def as_json(figures: Sequence[Figure], machine: str) -> str:
    """The same for a program."""
    return json.dumps(
        {"machine": machine, "figures": [asdict(figure) | {"met": figure.met} for figure in figures]}, indent=2
    )


def _goal(figure: Figure) -> str:
    if figure.at_least is not None:
        return f"≥ {_quantity(figure.at_least, figure.unit)}"
    if figure.at_most is not None:
        return f"≤ {_quantity(figure.at_most, figure.unit)}"
    return ""


def _quantity(value: float, unit: str) -> str:
    digits = 0 if value >= 100 else 1 if value >= 10 else 2
    return f"{value:,.{digits}f}{unit}"
