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
from plexus.demo_names import DOORS, LOADED
from plexus.demo_records import Records
from shared.clock import now

DEMO_FILE = Path(__file__).with_name("data") / "demo.yaml"
BATCH = 500
PATIENCE = 60.0  # seconds for what one service was told to arrive at the next
PAUSE = 0.2
NOT_YET_KNOWN = {"not-known-yet", "unknown-reference"}

Report = Callable[[str, int], None]


class LoadRefused(Exception):
    """A door did not take the file; says which one and why."""


@dataclass
class Loaded:
    """What came of a load: outcomes by section, and how often the file holds what has no place yet."""

    outcomes: dict[str, Counter[str]] = field(default_factory=dict)
    without_place: Counter[str] = field(default_factory=Counter)


def load(url: str, token: str, consortium: Record, *, report: Report) -> Loaded:
    """Load what was read of a file, with an office person's token; loading it again changes nothing.

    `report` hears after each batch which section it was of, and its size.
    """
    records, loaded = Records(consortium), Loaded()
    headers = {"Authorization": f"Bearer {token}"}
    with httpx2.Client(base_url=url, headers=headers, timeout=PATIENCE) as client:
        for section in LOADED:
            loaded.outcomes[section] = Counter()
            for batch in _batches(consortium.get(section, [])):
                for item in _imported(client, section, [records.translated(section, row) for row in batch]):
                    records.learn(section, item["external_id"], item["id"])
                    loaded.outcomes[section][item["outcome"]] += 1
                report(section, len(batch))
    loaded.without_place = _without_place(consortium, records)
    return loaded


def is_loaded(url: str, token: str) -> bool:
    """Whether what is loaded last, the subscriptions, is there."""
    headers = {"Authorization": f"Bearer {token}"}
    with httpx2.Client(base_url=url, headers=headers, timeout=PATIENCE) as client:
        answer = _patiently(lambda: client.get("/api/v1/subscriptions", params={"limit": 1}))
    if not answer.is_success:
        raise LoadRefused(f"subscriptions: {answer.status_code} {answer.text}")
    return bool(answer.json()["items"])


def office_person(consortium: Record) -> Record:
    """Somebody of the file's office, in whose name it is loaded."""
    for person in consortium["people"]:
        if "office" in person.get("consortium_roles", []):
            return dict(person)
    raise LoadRefused("Nobody in this file is of the office.")


def read(file: Path, *, shift: bool = True) -> tuple[Record, int]:
    """The file with its dates moved and what is over completed, and by how many weeks it was moved."""
    consortium = yaml.load(file.read_text(), yaml.CSafeLoader)
    present = now()
    zone = ZoneInfo(consortium["meta"].get("default_time_zone", "UTC"))
    weeks = weeks_to_move(consortium, present.astimezone(zone).date()) if shift else 0
    consortium = moved(consortium, weeks)
    consortium["events"] = [completed(event, present) for event in consortium.get("events", [])]
    consortium["outcomes"] = list(_outcomes(consortium["events"]))
    return consortium, weeks


def _outcomes(events: list[Record]) -> Iterator[Record]:
    """What came of events, which the file says within them, and has a door of its own."""
    for event in events:
        if outcome := event.pop("outcome", None):
            yield {"id": event["id"], "event": event["id"], **outcome}


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
    return related | {row[field] for field in ("parent", "renewal_of") if row.get(field)}


def _imported(client: httpx2.Client, section: str, batch: list[Record]) -> list[Record]:
    """What the door answers for each record, once it has heard of all that they refer to."""
    answer = _patiently(
        lambda: client.post(f"/api/v1/imports/{DOORS.get(section, section)}", json={"records": batch})
    )
    if not answer.is_success:
        raise LoadRefused(f"{section}: {answer.status_code} {answer.text}")
    items: list[Record] = answer.json()["items"]
    return items


def _patiently(ask: Callable[[], httpx2.Response]) -> httpx2.Response:
    """The answer, asked for again while what it waits for may yet arrive."""
    deadline = monotonic() + PATIENCE
    answer = ask()
    while _may_yet_arrive(answer) and monotonic() < deadline:
        sleep(PAUSE)
        answer = ask()
    return answer


def _may_yet_arrive(answer: httpx2.Response) -> bool:
    """A service that has not heard of the token, of its person or of a record yet will have in a moment."""
    if answer.status_code in {401, 403, 503}:
        return True
    flaws = answer.json().get("errors", []) if answer.status_code in {409, 422} else []
    return bool(flaws) and all(flaw["code"] in NOT_YET_KNOWN for flaw in flaws)


def _without_place(consortium: Record, records: Records) -> Counter[str]:
    sections = {name: len(rows) for name, rows in consortium.items() if name not in {"meta", "venues", *LOADED}}
    return Counter(sections) + records.unplaced
