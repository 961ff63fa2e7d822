"""Programs that share what they import: whichever ends begins anew, and the others do not notice."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plexus.test_up import lives
from tests.stacks import PROJECT
from tests.waiting import eventually

MEMBER = """
import os, pathlib, signal, sys
if __name__ == "__main__":
    file = pathlib.Path(__file__).with_name(sys.argv[1])
    file.with_suffix(".new").write_text(f"{os.getpid()} {'heirloom' in sys.modules}")
    file.with_suffix(".new").rename(file)
    signal.pause()
"""


@pytest.fixture
def family(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    (tmp_path / "member.py").write_text(MEMBER)
    (tmp_path / "heirloom.py").touch()
    process = subprocess.Popen(
        [sys.executable, "-m", "plexus.embedded.one_family", "--import=heirloom", "member ana", "member bea"],
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
    )
    yield process
    process.kill()
    process.wait()


def _member(home: Path, name: str) -> int:
    process_id, has_heirloom = eventually(
        lambda: (home / name).exists() and (home / name).read_text(), within=30
    ).split()
    assert has_heirloom == "True"
    return int(process_id)


def test_one_that_is_killed_begins_anew_and_the_other_stays(tmp_path: Path, family: subprocess.Popen[bytes]) -> None:
    ana, bea = _member(tmp_path, "ana"), _member(tmp_path, "bea")
    os.kill(ana, signal.SIGKILL)
    eventually(lambda: _member(tmp_path, "ana") != ana, within=30)
    assert _member(tmp_path, "bea") == bea
    assert lives(bea)


def test_told_to_stop_all_end(tmp_path: Path, family: subprocess.Popen[bytes]) -> None:
    members = [_member(tmp_path, "ana"), _member(tmp_path, "bea")]
    family.send_signal(signal.SIGTERM)
    assert family.wait(30) == 0
    assert not [member for member in members if lives(member)]
