"""Lets a command that is given no settings find the stack that runs on this machine."""

import json
import os
from collections.abc import Mapping, MutableMapping
from pathlib import Path

from plexus.embedded.environment import DATABASES, Layout

_FILE = "stack.json"


def remember(home: Path, variables: Mapping[str, str]) -> None:
    """Write down, for this user alone, what the stack's processes were told."""
    told = {
        name: value for name, value in variables.items() if name.startswith("PLEXUS_") or name in DATABASES.values()
    }
    file = home / _FILE
    file.unlink(missing_ok=True)
    file.touch(mode=0o600)
    file.write_text(json.dumps(told))


def forget(home: Path) -> None:
    """The stack runs no longer."""
    (home / _FILE).unlink(missing_ok=True)


def adopt(environ: MutableMapping[str, str] = os.environ) -> None:
    """Take the running stack's settings where none are given; nothing when none runs."""
    file = Layout.of(environ).home / _FILE
    if any(variable in environ for variable in DATABASES.values()) or not file.exists():
        return
    for name, value in json.loads(file.read_text()).items():
        environ.setdefault(name, value)
