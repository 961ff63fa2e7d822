"""Loads a consortium file into a running stack, through the office's import door."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from zoneinfo import ZoneInfo

import httpx2
import yaml

from plexus.demo_dates import Record, completed, moved, weeks_to_move
from plexus.demo_names import LOADED
from plexus.demo_records import Records
from shared.clock import now

DEMO_FILE = Path(__file__).with_name("data") / "demo.yaml"
BATCH = 500
PATIENCE = 60.0  # seconds for what one service was told to arrive at the next
PAUSE = 0.2
NOT_YET_KNOWN = "unknown-reference"

Report = Callable[[str, int], None]


class LoadRefused(Exception):
    """A door did not take the file; says which one and why."""


@dataclass
class Loaded:
    """What came of a load: outcomes by section, and how often the file holds what has no place yet."""

    weeks: int
    outcomes: dict[str, Counter[str]] = field(default_factory=dict)
    without_place: Counter[str] = field(default_factory=Counter)


def load(url: str, token: str, file: Path = DEMO_FILE, *, shift: bool = True, report: Report) -> Loaded:
    """Load `file` with an office person's token; loading it again changes nothing.

    `report` hears the name and the size of each section as its turn comes.
    """
    consortium, weeks = read(file, shift=shift)
    records, loaded = Records(consortium), Loaded(weeks)
    headers = {"Authorization": f"Bearer {token}"}
    with httpx2.Client(base_url=url, headers=headers, timeout=PATIENCE) as client:
        for section in LOADED:
            rows = consortium.get(section, [])
            report(section, len(rows))
            loaded.outcomes[section] = Counter()
            for batch in _batches(rows):
                for item in _imported(client, section, [records.translated(section, row) for row in batch]):
                    records.learn(section, item["external_id"], item["id"])
                    loaded.outcomes[section][item["outcome"]] += 1
    loaded.without_place = _without_place(consortium, records)
    return loaded


def read(file: Path, *, shift: bool = True) -> tuple[Record, int]:
    """The file with its dates moved and what is over completed, and by how many weeks it was moved."""
    consortium = yaml.safe_load(file.read_text())
    present = now()
    zone = ZoneInfo(consortium["meta"].get("default_time_zone", "UTC"))
    weeks = weeks_to_move(consortium, present.astimezone(zone).date()) if shift else 0
    consortium = moved(consortium, weeks)
    consortium["events"] = [completed(event, present) for event in consortium.get("events", [])]
    return consortium, weeks


def _batches(rows: list[Record]) -> Iterator[list[Record]]:
    """Parents before children: a record may refer only to what an earlier batch was given an id for."""
    waiting = {row["id"]: row for row in rows}
    while waiting:
        ready = [row for row in waiting.values() if not _siblings(row) & waiting.keys()]
        if not ready:
            raise LoadRefused(f"{', '.join(waiting)}: each waits for another.")
        yield from (ready[start : start + BATCH] for start in range(0, len(ready), BATCH))
        for row in ready:
            del waiting[row["id"]]


def _siblings(row: Record) -> set[str]:
    """The records of its own section that a record refers to."""
    related = {relationship["partner"] for relationship in row.get("relationships", [])}
    return related | {row["parent"]} if row.get("parent") else related


def _imported(client: httpx2.Client, section: str, batch: list[Record]) -> list[Record]:
    """What the door answers for each record, once it has heard of all that they refer to."""
    deadline = monotonic() + PATIENCE
    while True:
        answer = client.post(f"/api/v1/imports/{section}", json={"records": batch})
        if answer.is_success:
            items: list[Record] = answer.json()["items"]
            return items
        if not _may_yet_arrive(answer) or monotonic() > deadline:
            raise LoadRefused(f"{section}: {answer.status_code} {answer.text}")
        sleep(PAUSE)


def _may_yet_arrive(answer: httpx2.Response) -> bool:
    """A service that has not heard of the token, of its person or of a record yet will have in a moment."""
    if answer.status_code in {401, 403, 503}:
        return True
    flaws = answer.json().get("errors", []) if answer.status_code == 422 else []
    return bool(flaws) and all(flaw["code"] == NOT_YET_KNOWN for flaw in flaws)


def _without_place(consortium: Record, records: Records) -> Counter[str]:
    sections = {name: len(rows) for name, rows in consortium.items() if name not in {"meta", "venues", *LOADED}}
    return Counter(sections) + records.unplaced
