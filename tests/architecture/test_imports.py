"""Imports point one way: the contracts hold here, and each is broken by a violation planted in a copy."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

VIOLATIONS = [
    ("Services never import one another", "services/events/policy.py", "import services.partners.policy"),
    ("Shared knows no service", "shared/clock.py", "import services.events.policy"),
    ("Only plexus sees everything", "services/events/policy.py", "import plexus.front"),
    (
        "Within a noun, imports point one way",
        "services/events/calendar/models.py",
        "import services.events.calendar.actions",
    ),
    ("Actions and models know neither HTTP nor Celery", "services/events/calendar/actions.py", "import fastapi"),
    ("The API never touches Redis", "services/events/calendar/api.py", "import shared.carrier"),
    (
        "Messages, errors, settings and the clock stand on nothing of ours",
        "shared/messages/message.py",
        "import shared.database",
    ),
    ("Only the SMTP room speaks SMTP", "services/events/calendar/actions.py", "import smtplib"),
    ("Only the portal's clients call over HTTP", "services/events/calendar/actions.py", "import httpx2"),
]


def _lint(root: Path) -> subprocess.CompletedProcess[str]:
    linter = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [linter, "--no-cache"], cwd=root, env={"PYTHONPATH": str(root)}, capture_output=True, text=True, check=False
    )


def test_the_contracts_hold() -> None:
    result = _lint(ROOT)
    assert result.returncode == 0, result.stdout
    assert f"{len(VIOLATIONS)} kept, 0 broken" in result.stdout


@pytest.mark.parametrize(("contract", "path", "violation"), VIOLATIONS, ids=[name for name, *_ in VIOLATIONS])
def test_each_contract_is_broken_by_a_violation(contract: str, path: str, violation: str, tmp_path: Path) -> None:
    for folder in ("shared", "services", "plexus"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    planted = tmp_path / path
    planted.write_text(f"{planted.read_text()}\n{violation}\n")
    result = _lint(tmp_path)
    assert result.returncode == 1
    assert f"{contract} BROKEN" in result.stdout
