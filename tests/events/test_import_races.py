"""Imports at the same moment: each is taken whole or refused with a word, and none is an error of ours."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.events.consortium import Consortium
from tests.events.test_imports import IMPORTS

WEEKLY = {"rule": "FREQ=WEEKLY;COUNT=4"}
REFUSED_WITH_A_WORD = {"already-exists", "temporarily-unavailable"}


def _sent_together(consortium: Consortium, kind: str, *batches: list[dict[str, Any]]) -> list[Any]:
    consortium.office.get("/api/v1/events")  # one application for all, and made before they come
    with ThreadPoolExecutor(len(batches)) as threads:
        return list(
            threads.map(
                lambda records: consortium.office.post(f"{IMPORTS}/{kind}", json={"records": records}), batches
            )
        )


def _programs(count: int) -> list[dict[str, Any]]:
    return [{"external_id": f"p-{at}", "slug": f"p-{at}", "title": "Plunge"} for at in range(count)]


@pytest.mark.parametrize("turned", [False, True], ids=["alike", "in the other order"])
@pytest.mark.parametrize("kind", ["events", "programs", "registrations"])
def test_two_imports_of_the_same_are_one(consortium: Consortium, kind: str, turned: bool) -> None:
    event = consortium.published()["id"]
    records = {
        "events": [consortium.a_record(external_id=f"e-{at}", recurrence=WEEKLY) for at in range(40)],
        "programs": _programs(40),
        "registrations": [
            {"external_id": f"r-{at}", "event_id": event, "full_name": f"Guest {at}", "state": "registered"}
            for at in range(40)
        ],
    }[kind]
    for _ in range(2):
        # Whoever would wait for the other for ever, each holding what the other needs, is asked to come again.
        answers = _sent_together(consortium, kind, records, records[::-1] if turned else records)
        assert {answer.status_code for answer in answers} <= {200, 409, 503}, [answer.text for answer in answers]
        assert 200 in {answer.status_code for answer in answers}
        refused = {answer.json()["code"] for answer in answers if answer.status_code != 200}
        assert refused <= REFUSED_WITH_A_WORD
    again = consortium.office.post(f"{IMPORTS}/{kind}", json={"records": records})
    assert {item["outcome"] for item in again.json()["items"]} == {"unchanged"}


def test_what_another_record_has_is_refused_however_many_come_after_it(consortium: Consortium) -> None:
    cohosts = [{"partner_id": str(consortium.partner()), "role": "sponsor", "state": "accepted"}]
    one, two, other = (consortium.a_record(cohosts=cohosts, recurrence=rule) for rule in (None, WEEKLY, WEEKLY))
    one["uid"], other["uid"] = "one@example.org", "other@example.org"
    consortium.imported(one, two, other)
    changed = two | {"recurrence": {"rule": "FREQ=WEEKLY;COUNT=3"}, "cohosts": []}
    records = [one | {"uid": "other@example.org"}, changed]
    answer = consortium.office.post(f"{IMPORTS}/events", json={"records": records})
    assert (answer.status_code, answer.json()["code"]) == (409, "already-exists")


def test_an_external_id_twice_in_one_import_is_one_record(consortium: Consortium) -> None:
    record = consortium.a_record(external_id="twice")
    items = consortium.imported(record, record | {"title": "The later word"})
    assert items[0]["id"] == items[1]["id"]
