"""The one-shots of docker-compose.yml: with which settings the containers start, and the demo's consortium."""

from pathlib import Path

import typer

from plexus.commands.console import errors
from plexus.commands.demo import demo
from plexus.front import LOADING
from plexus.setup.preflight import ask_for_demo, objection

KEPT = Path("/run/plexus")


def preflight() -> None:
    """Check that the settings are there, and are the right ones."""
    if reason := objection(KEPT):
        errors.print(reason, soft_wrap=True)
        raise typer.Exit(1)


def demo_settings() -> None:
    """Leave the demo's settings where the demo's containers find them."""
    ask_for_demo(KEPT)


def demo_consortium() -> None:
    """Load the demo's consortium on the first start; only then is the front ready."""
    demo(once=True)
    (KEPT / LOADING).unlink(missing_ok=True)
