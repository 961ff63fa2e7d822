"""The demo consortium's programs, events and registrations, taken by the import door as the loader sends them."""

from collections import Counter
from typing import Any

from plexus.demo import DEMO_FILE, read
from plexus.demo_names import DOORS
from plexus.demo_records import Records
from tests.events.consortium import EVENTS, Consortium

SECTIONS = ("programs", "events", "registrations", "accommodation_requests", "outcomes", "calendars")


def _known(consortium: Consortium, file: dict[str, Any]) -> Records:
    """The loader's records, once partners has told of its own."""
    records = Records(file)
    for section, make in {
        "partners": consortium.partner,
        "people": consortium.person,
        "groups": consortium.group,
        "communities": consortium.community,
        "initiatives": consortium.initiative,
    }.items():
        for row in file[section]:
            records.learn(section, row["id"], str(make()))
    return records


def _load(consortium: Consortium, records: Records, section: str) -> Counter[str]:
    rows = [records.translated(section, row) for row in records.file[section]]
    answer = consortium.office.post(f"/api/v1/imports/{DOORS.get(section, section)}", json={"records": rows})
    assert answer.status_code == 200, answer.text
    for item in answer.json()["items"]:
        records.learn(section, item["external_id"], item["id"])
    return Counter(item["outcome"] for item in answer.json()["items"])


def test_the_demo_is_taken_whole_and_again_without_a_change(consortium: Consortium) -> None:
    file, _ = read(DEMO_FILE, shift=False)
    records = _known(consortium, file)
    assert [_load(consortium, records, section) for section in SECTIONS] == [
        {"created": len(file[section])} for section in SECTIONS
    ]
    assert [_load(consortium, records, section) for section in SECTIONS] == [
        {"unchanged": len(file[section])} for section in SECTIONS
    ]
    for event in file["events"]:
        shown = consortium.office.get(f"{EVENTS}/{records.ids['events', event['id']]}").json()
        same = (
            "uid",
            "sequence",
            "state",
            "title",
            "summary",
            "visibility",
            "topics",
            "sdoh",
            "time_zone",
            "capacity",
            "pillars",
            "reach",
            "interpretation",
            "insurance_needed",
            "accessibility",
        )
        assert {name: shown[name] for name in same} == {name: event[name] for name in same}
        if recurrence := event["recurrence"]:
            assert shown["recurrence"] == {
                "rule": recurrence["rule"],
                "until_local": recurrence["until_local"],
                "exdates": recurrence["exdates_local"],
                "starts_local": event["starts_local"],
            }
        else:
            assert shown["starts_at"][:16] == event["starts_local"]
        assert [each["external_id"] for each in shown["sessions"]] == [each["id"] for each in event["sessions"]]
        assert [each["starts_at"][:16] for each in shown["sessions"]] == [
            each["starts_local"] for each in event["sessions"]
        ]
        assert [each["state"] for each in shown["cohosts"]] == [each["state"] for each in event["cohosts"]]
    told = Counter(consortium.told())
    assert told["event_recorded"] == sum(event["state"] not in ("draft", "submitted") for event in file["events"])
    assert told["registration_recorded"] == len(file["registrations"])
    assert not told.keys() & {"event_published", "event_changed", "event_cancelled"}
