"""The design, checked; and every check checked, by planting in a copy what it must find."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import checks

ROOT = Path(__file__).parents[2]

Check = Callable[[Path], list[str]]

PLANTED: list[tuple[Check, str, str]] = [
    (
        checks.commits_outside_the_doors,
        "services/events/calendar/actions.py",
        "def f(session):\n    session.commit()\n",
    ),
    (checks.names_that_shadow_a_library, "services/events/celery.py", "app = None\n"),
    (checks.files_that_are_two, "services/events/long.py", "x = 1\n" * 251),
    (
        checks.migrations_that_need_more_than_is_there,
        "services/events/migrations/versions/9_x.py",
        'op.execute("CREATE EXTENSION pg_trgm")\n',
    ),
    (
        checks.migrations_that_need_more_than_is_there,
        "services/events/migrations/versions/9_y.py",
        'collation = "en-x-icu"\n',
    ),
    (checks.work_put_off_in_redis, "services/events/later.py", "task.apply_async(countdown=60)\n"),
    (checks.work_put_off_in_redis, "services/events/later.py", "send_task('x', eta=tomorrow)\n"),
    (checks.unfinished_words, "shared/later.py", "# TODO: the rest\n"),
    (checks.unfinished_words, "tests/events/test_idle.py", "import time\ntime.sleep(1)\n"),
    (checks.rooms_with_other_names, "services/events/new_noun/__init__.py", ""),
]


@pytest.mark.parametrize("check", dict.fromkeys(check for check, *_ in PLANTED), ids=lambda check: check.__name__)
def test_the_tree_is_as_designed(check: Check) -> None:
    assert check(ROOT) == []


@pytest.mark.parametrize(("check", "path", "violation"), PLANTED, ids=lambda value: getattr(value, "__name__", None))
def test_each_check_finds_what_is_planted(check: Check, path: str, violation: str, tmp_path: Path) -> None:
    before = check(_copy(tmp_path))
    planted = tmp_path / path
    planted.parent.mkdir(parents=True, exist_ok=True)
    planted.write_text(violation + (planted.read_text() if planted.exists() else ""))
    assert len(check(tmp_path)) == len(before) + 1


def _copy(to: Path) -> Path:
    for folder in ("shared", "services", "plexus"):
        shutil.copytree(ROOT / folder, to / folder, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
    return to
