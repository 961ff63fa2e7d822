"""The main job on real input: who is told is computed from the file alone, and compared with the mailbox."""

from datetime import UTC, datetime
from statistics import median

import pytest

from tests.end_to_end.conftest import ActAs
from tests.end_to_end.events import Post, body, event, posts
from tests.end_to_end.letters import assert_reads_well, assert_told, fates, previewed
from tests.end_to_end.people import Mailbox, recipient
from tests.oracle import Consortium


@pytest.mark.parametrize("post", posts().values(), ids=posts())
def test_a_published_event_is_told_to_exactly_those_whom_the_file_names(
    post: Post, act_as: ActAs, consortium: Consortium, mailbox: Mailbox
) -> None:
    coordinator, office = act_as(post.by), act_as("p-01")
    draft = coordinator.post("/events", body(post.event, office.ids))
    expected = consortium.told(post.event, "published", datetime.now(UTC))
    assert previewed(coordinator, draft["id"], {"publication": {}}) == fates(expected)

    coordinator.post(f"/events/{draft['id']}/publication")

    for email in assert_told(mailbox, office, draft["id"], post.event["title"], expected):
        assert_reads_well(email, post.event, expected.at_once[recipient(email)])


@pytest.mark.parametrize(
    ("event_id", "by"), [("e-60", "p-03"), ("e-59", "p-17"), ("e-38", "p-01")], ids=["members", "group", "public"]
)
def test_an_event_of_the_file_is_told_to_the_staff_of_its_accepted_cohosts_too(
    event_id: str, by: str, act_as: ActAs, consortium: Consortium, mailbox: Mailbox
) -> None:
    known, coordinator, office = consortium.event(event_id), act_as(by), act_as("p-01")
    expected = consortium.told(known, "published", datetime.now(UTC))

    coordinator.post(f"/events/{office.ids[event_id]}/publication")

    assert_told(mailbox, office, office.ids[event_id], known["title"], expected)


def test_those_who_are_told_at_once_have_it_within_five_seconds(
    act_as: ActAs, consortium: Consortium, mailbox: Mailbox
) -> None:
    coordinator, office = act_as("p-05"), act_as("p-01")
    waits = []
    for _ in range(3):
        fair = event(communities=["c-north-stl", "c-south-stl"])
        posted = coordinator.post("/events", body(fair, office.ids))["id"]
        expected = consortium.told(fair, "published", datetime.now(UTC))
        coordinator.post(f"/events/{posted}/publication")
        published_at = datetime.now(UTC)
        emails = assert_told(mailbox, office, posted, fair["title"], expected)
        last = max(datetime.fromisoformat(email["received_at"]) for email in emails)
        waits.append((last - published_at).total_seconds())
    assert median(waits) <= 5, waits
