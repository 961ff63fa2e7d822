"""How the commands speak to people."""

from rich.console import Console

console = Console(highlight=False)
errors = Console(stderr=True, highlight=False)


def say(what: str) -> None:
    """Say what is being done."""
    console.print(f"[dim]·[/dim] {what}")
