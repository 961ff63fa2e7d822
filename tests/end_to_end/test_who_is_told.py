"""The main job on real input: who is told is computed from the file alone, and compared with the mailbox."""

from datetime import UTC, datetime

import pytest

from tests.end_to_end.conftest import ActAs
from tests.end_to_end.events import Post, body, posts
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
    event, coordinator, office = consortium.event(event_id), act_as(by), act_as("p-01")
    expected = consortium.told(event, "published", datetime.now(UTC))

    coordinator.post(f"/events/{office.ids[event_id]}/publication")

    assert_told(mailbox, office, office.ids[event_id], event["title"], expected)
