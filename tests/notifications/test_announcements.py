"""Announcements of the office: to whom, with whose consent, tested, confirmed, sent."""

from typing import Any

import pytest

from tests.notifications.announcing import CLINIC, GROUP, HEART, PATH, TEXTS, draft, send
from tests.notifications.builders import a_subscription, named
from tests.notifications.stage import Stage
from tests.notifications.test_announced import read
from tests.sink import Sink

EVERYBODY = {
    "ana": None,
    "bea": None,
    "cem": None,
    "dee": "newsletter",
    "eve": "bounced",
    "fay": "left",
    "gus": "unsubscribed",
    "hal": None,
    "ida": "unconfirmed",
    "jan": None,
    "office": None,
}
REACHED = {
    "everybody": ({"kind": "everybody"}, EVERYBODY),
    "members": ({"kind": "members"}, {"cem": None, "eve": "bounced"}),
    "partner": (CLINIC, {"ana": None, "cem": None, "dee": "newsletter", "eve": "bounced", "jan": None}),
    "topic": (HEART, {"bea": None, "cem": "muted", "dee": "newsletter", "hal": None, "ida": "unconfirmed"}),
    "group": ({"kind": "group", "id": str(GROUP)}, {"bea": None}),
}


@pytest.mark.parametrize("case", REACHED)
def test_it_reaches_whom_its_target_names_and_says_why_not(town: Stage, office: Any, case: str) -> None:
    target, expected = REACHED[case]
    made = draft(office, target)
    preview = office.get(f"{PATH}/{made['id']}/preview").json()
    reasons = [reason for reason in expected.values() if reason]
    assert preview["recipients"] == len(expected) - len(reasons)
    assert preview["held"] == ("cem" in expected and expected["cem"] is None)
    assert preview["suppressed"] == {reason: reasons.count(reason) for reason in reasons}
    send(office, made)
    town.tell()
    found = {address.partition("@")[0]: told for address, told in town.told("announced").items()}
    held = {name: ("pending", "quiet-hours" if name == "cem" else None) for name, why in expected.items() if not why}
    assert found == held | {name: ("suppressed", why) for name, why in expected.items() if why}
    assert town.rows("SELECT DISTINCT class FROM deliveries") == [("bulk",)]


def test_a_test_goes_to_oneself_alone_and_may_be_repeated(town: Stage, office: Any, sink: Sink) -> None:
    made = draft(office, {"kind": "everybody"})
    for count in (1, 2):
        answer = office.post(f"{PATH}/{made['id']}/test").json()
        assert (answer["tests"], answer["state"]) == (count, "draft")
        town.tell()
        town.send(sink.url)
    assert [recipient for _, recipient in sink.taken] == ["office@example.org"] * 2
    assert {str(read(raw)["Subject"]) for raw in sink.contents} == {"Test: The clinic moves"}


def test_it_is_sent_only_to_as_many_as_one_knows_of(town: Stage, office: Any) -> None:
    made = draft(office, HEART)
    assert office.get(f"{PATH}/{made['id']}/preview").json()["recipients"] == 2
    town.follow(a_subscription("topic", "heart", person="ana"))
    answer = office.post(f"{PATH}/{made['id']}/sending", json={"recipients": 2})
    assert (answer.status_code, answer.json()["code"]) == (409, "audience-changed")
    assert send(office, made)["state"] == "sending"
    again = office.post(f"{PATH}/{made['id']}/sending", json={"recipients": 3})
    assert (again.status_code, again.json()["allowed"]) == (409, ["stop"])


def test_what_nobody_would_get_is_not_sent(office: Any) -> None:
    made = draft(office, {"kind": "topic", "id": "unheard-of"})
    answer = office.post(f"{PATH}/{made['id']}/sending", json={"recipients": 0})
    assert (answer.status_code, answer.json()["code"]) == (409, "nobody-to-tell")


def test_a_draft_can_be_changed_and_thrown_away_and_what_was_sent_cannot(town: Stage, office: Any) -> None:
    made, sent = draft(office, HEART), draft(office, HEART)
    send(office, sent)
    for one, expected in ((made, 200), (sent, 409)):
        changed = office.patch(f"{PATH}/{one['id']}", json={"target": CLINIC}, headers={"If-Match": "*"})
        assert changed.status_code == expected
    assert office.get(f"{PATH}/{made['id']}").json()["target"] == CLINIC
    for one, expected in ((made, 204), (sent, 409)):
        assert office.delete(f"{PATH}/{one['id']}", headers={"If-Match": "*"}).status_code == expected


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"target": {"kind": "partner", "id": str(named("partner", "none"))}}, "/target/id"),
        ({"target": {"kind": "everybody", "id": "x"}}, "/target"),
        ({"texts": {}}, "/texts"),
        ({"texts": {"en": {"title": "A\r\nBcc: x", "text": "y"}}}, "/texts/en/title"),
        ({"url": "javascript:alert(1)"}, "/url"),
    ],
)
def test_what_is_wrong_is_named(office: Any, given: dict[str, Any], pointer: str) -> None:
    answer = office.post(PATH, json={"texts": TEXTS, "target": HEART} | given)
    assert answer.status_code == 422
    assert any(flaw["pointer"].startswith(pointer) for flaw in answer.json()["errors"])


def test_the_list_is_newest_first_and_pages(office: Any) -> None:
    made = [draft(office, HEART)["id"] for _ in range(3)]
    first = office.get(f"{PATH}?limit=2").json()
    rest = office.get(f"{PATH}?limit=2&cursor={first['next']}").json()
    assert [one["id"] for one in first["items"] + rest["items"]] == made[::-1]
