"""Loading the demo consortium through the office's import door."""

from plexus.demo import DEMO_FILE, load, read
from plexus.demo_names import LOADED
from tests.end_to_end.conftest import ActAs
from tests.end_to_end.people import Mailbox

PUBLISHED_OR_CANCELLED_HERE = {"e-22", "e-38", "e-59", "e-60"}


def test_loading_twice_changes_nothing_and_tells_nobody(act_as: ActAs, mailbox: Mailbox) -> None:
    office = act_as("p-01")
    consortium, _ = read(DEMO_FILE)
    load(office.url, office.token, consortium, report=lambda *_: None)  # takes back what other tests did
    before = len(mailbox.about(""))

    again = load(office.url, office.token, consortium, report=lambda *_: None)

    assert {section: dict(outcomes) for section, outcomes in again.outcomes.items()} == {
        section: {"unchanged": len(consortium[section])} for section in LOADED
    }
    assert len(mailbox.about("")) == before
    told_of = {email["cause"]["id"] for email in office.every("/emails")}
    loaded = {event["id"] for event in consortium["events"]} & office.ids.keys() - PUBLISHED_OR_CANCELLED_HERE
    assert not told_of & {office.ids[event] for event in loaded}
