"""Whose figures these are, and what its processes take of it."""

import os
import platform
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil


def described() -> str:
    """The machine, in a line or two."""
    memory = psutil.virtual_memory().total / 2**30
    release = platform.freedesktop_os_release().get("PRETTY_NAME", "Linux")
    return (
        f"{_processor()}, {len(os.sched_getaffinity(0))} cores, {memory:.0f} GiB, {release}, "
        f"Linux {platform.release()}, Python {platform.python_version()}, load before {os.getloadavg()[0]:.2f}. "
        "Client, services, stores and sink share it."
    )


def cpu_seconds(*process_ids: int) -> float:
    """What these processes and all that they started took of the CPU so far, what has ended among it."""
    total = 0.0
    for process in family(*process_ids):
        with suppress(psutil.NoSuchProcess):
            total += sum(process.cpu_times()[:4])
    return total


def proportional_bytes(*process_ids: int) -> int:
    """The memory of these processes and all that they started; what several share counts once (PSS)."""
    total = 0
    for process in family(*process_ids):
        with suppress(psutil.NoSuchProcess):
            total += process.memory_full_info().pss
    return total


def family(*process_ids: int) -> Iterator[psutil.Process]:
    """These processes and all that they started and are still there."""
    for process_id in process_ids:
        with suppress(psutil.NoSuchProcess):
            process = psutil.Process(process_id)
            yield from (process, *process.children(recursive=True))


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(": ")[2]
    return platform.machine()
