"""The file `.env`: what compose reads, and a shell can read."""

import os
from collections.abc import Mapping
from pathlib import Path

HEAD = "# Written by `plexus setup`. Secrets: keep it to yourself, and back it up apart from the databases.\n"


def read(file: Path) -> dict[str, str]:
    """The settings that a file holds."""
    found = {}
    for line in file.read_text().splitlines():
        name, assigned, value = line.strip().partition("=")
        if assigned and not name.startswith("#"):
            found[name] = _unquoted(value)
    return found


def write(file: Path, settings: Mapping[str, str]) -> None:
    """Write a file that only its owner can read, and give it to whoever owns the directory."""
    draft = file.with_name(f"{file.name}.new")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    draft.write_text(HEAD + "".join(f"{name}={_quoted(value)}\n" for name, value in settings.items()))
    if os.geteuid() == 0:  # in a container, say
        owner = file.parent.stat()
        os.chown(draft, owner.st_uid, owner.st_gid)
    draft.replace(file)


def _quoted(value: str) -> str:
    if "'" not in value and "\\" not in value:
        return f"'{value}'"
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("$", "\\$")
    return f'"{escaped}"'


def _unquoted(value: str) -> str:
    if value[:1] == value[-1:] == "'" and len(value) > 1:
        return value[1:-1]
    if value[:1] == value[-1:] == '"' and len(value) > 1:
        return value[1:-1].replace("\\$", "$").replace('\\"', '"').replace("\\\\", "\\")
    return value
