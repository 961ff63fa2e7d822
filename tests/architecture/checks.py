"""The design as checks: each takes the root of a tree and names what breaks it, an empty list when nothing does."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

LONGEST_FILE = 250
_DOORS = {"api/door.py", "inbox.py", "worker.py", "relay.py"}


def _sources(root: Path, *folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(path for path in (root / folder).rglob("*.py") if "migrations" not in path.parts)


def commits_outside_the_doors(root: Path) -> list[str]:
    """Commits in what is neither a door nor a process of its own."""
    rooms = {"api.py", "actions.py", "models.py", "schemas.py", "policy.py"}
    return [
        f"{path.relative_to(root)}:{node.lineno}"
        for path in _sources(root, "services")
        if path.name in rooms
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (node.func.attr in {"commit", "transaction"} or (node.func.attr == "begin" and not node.args))
    ]


def names_that_shadow_a_library(root: Path) -> list[str]:
    """Known trap 4: modules that hide a library's from whoever imports it."""
    hidden = {"celery.py", "logging.py", "email.py", "redis.py"}
    return [
        str(path.relative_to(root)) for path in _sources(root, "shared", "services", "plexus") if path.name in hidden
    ]


def files_that_are_two(root: Path) -> list[str]:
    """Files of more than 250 lines: two rooms would be better."""
    return [
        f"{path.relative_to(root)} has {lines} lines"
        for path in _sources(root, "shared", "services", "plexus", "tests", "bench")
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    ]


def migrations_that_need_more_than_is_there(root: Path) -> list[str]:
    """Known trap 7: the embedded PostgreSQL has no extension to create, and no ICU."""
    forbidden = re.compile(r"CREATE\s+EXTENSION|\bicu\b|-x-icu|und-", re.IGNORECASE)
    return [
        str(path.relative_to(root))
        for path in sorted((root / "services").glob("*/migrations/versions/*.py"))
        if forbidden.search(path.read_text())
    ]


def work_put_off_in_redis(root: Path) -> list[str]:
    """Tasks with a delay: the future is a column in PostgreSQL, not an entry of Redis."""
    return [
        f"{path.relative_to(root)}:{node.lineno}"
        for path in _sources(root, "shared", "services", "plexus")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and (
            {keyword.arg for keyword in node.keywords} & {"eta", "countdown"}
            or (isinstance(node.func, ast.Attribute) and node.func.attr in {"delay", "apply_async"})
        )
    ]


def unfinished_words(root: Path) -> list[str]:
    """Promises to finish something later, and tests that are left out or wait by sleeping."""
    later = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    idle = re.compile(r"pytest\.skip|mark\.(skip|xfail)|\btime\.sleep\(|assert True\b")
    found = [path for path in _sources(root, "shared", "services", "plexus") if later.search(path.read_text())]
    allowed = {"waiting.py", "checks.py", "test_architecture.py"}
    found += [path for path in _sources(root, "tests") if path.name not in allowed and idle.search(path.read_text())]
    return [str(path.relative_to(root)) for path in found]


def rooms_with_other_names(root: Path) -> list[str]:
    """Folders of services that lack a docstring saying what they are for."""
    return [
        str(path.relative_to(root))
        for path in sorted((root / "services").rglob("__init__.py"))
        if "migrations" not in path.parts and ast.get_docstring(ast.parse(path.read_text())) is None
    ]
