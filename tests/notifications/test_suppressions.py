"""Whom nothing is sent to any more, what partners hears of it, and the ways back."""

import pytest

from services.notifications.suppressions.telling import tell_failures
from shared.sealing import mark, sign_id
from tests.notifications.builders import a_person, a_subscription, named, published
from tests.notifications.doors import Doors
from tests.notifications.stage import Stage

BEA = "bea@example.org"
RECOVERY = "/api/v1/suppressions/recovery"


@pytest.fixture
def failing(told: Stage) -> Stage:
    """A relay has said of Bea's address that it does not exist."""
    with told.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO suppressions (address_key, scope, reason) VALUES ('bea@example.org', 'all', 'bounced')"
        )
    return told


def _sweep(stage: Stage) -> None:
    with stage.database.transaction() as session:
        tell_failures(session)


def _told(stage: Stage) -> list[tuple[str, dict[str, str]]]:
    rows = stage.rows("SELECT name, body FROM outbox WHERE listener = 'partners' ORDER BY id")
    return [(row.name.partition(".")[2], row.body) for row in rows]


def _link(stage: Stage, address: str) -> str:
    (row,) = stage.rows("SELECT id FROM deliveries WHERE address = :address ORDER BY id LIMIT 1", address=address)
    return f"/links/notifications/{sign_id('why', row.id)}"


def _next_event(stage: Stage) -> tuple[str, str | None]:
    """What becomes of Bea's email about another event."""
    stage.hear(published(event_id=named("event", "next")))
    stage.tell()
    rows = stage.rows("SELECT state, reason FROM deliveries WHERE address = :bea ORDER BY id DESC", bea=BEA)
    return tuple(rows[0])


def test_partners_is_told_once_whose_address_fails_and_not_which_it_is(failing: Stage) -> None:
    for _ in range(3):
        _sweep(failing)
    ((name, body),) = _told(failing)
    assert name == "address_failed"
    assert (body["person_id"], body["reason"]) == (str(named("person", "bea")), "bounced")
    assert body["address"] == mark("address", BEA)
    assert BEA not in str(body)


def test_an_address_that_nobody_we_know_has_is_nothing_to_partners(stage: Stage) -> None:
    stage.follow(a_subscription(email="gil@example.org"))
    with stage.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO suppressions (address_key, scope, reason) VALUES ('gil@example.org', 'all', 'bounced')"
        )
    _sweep(stage)
    assert _told(stage) == []
    assert stage.rows("SELECT FROM suppressions WHERE told_at IS NULL") == []


def test_whoever_stopped_what_she_follows_is_nothing_to_partners(told: Stage, doors: Doors) -> None:
    doors.to("stranger").post(_link(told, BEA))
    _sweep(told)
    assert _told(told) == []


def test_her_mailbox_works_again_she_says_in_her_account(failing: Stage, doors: Doors) -> None:
    _sweep(failing)
    assert _next_event(failing) == ("suppressed", "bounced")
    answer = doors.to("bea").post(RECOVERY, json={})
    assert answer.json() == {"address": BEA, "lifted": True, "suppressed": {}}
    assert [name for name, _ in _told(failing)] == ["address_failed", "address_recovered"]
    failing.hear(published(event_id=named("event", "third")))
    failing.tell()
    assert failing.rows("SELECT state FROM deliveries WHERE address = :bea ORDER BY id DESC LIMIT 1", bea=BEA) == [
        ("pending",)
    ]


def test_saying_it_twice_is_saying_it_once(failing: Stage, doors: Doors) -> None:
    answers = [doors.to("bea").post(RECOVERY, json={}).json()["lifted"] for _ in range(2)]
    assert answers == [True, False]
    assert len(_told(failing)) == 1


def test_what_partners_knew_by_itself_is_lifted_too(told: Stage, doors: Doors) -> None:
    told.hear(a_person("bea", version=9, email_state="bounced"))
    assert _next_event(told) == ("suppressed", "bounced")
    link = _link(told, BEA)
    assert "Emails to this address came back" in doors.to("stranger").get(link).text
    assert "Thank you" in doors.to("stranger").post(f"{link}?do=recover").text
    assert [name for name, _ in _told(told)] == ["address_recovered"]
    assert told.rows("SELECT obstacle FROM recipients WHERE address = :bea", bea=BEA) == [(None,)]


def test_the_office_needs_a_word_and_it_is_kept_with_her_name(failing: Stage, doors: Doors) -> None:
    office = doors.to("office")
    refused = office.post(RECOVERY, json={"address": BEA})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/note")
    office.post(RECOVERY, json={"address": BEA, "note": "She called: the server was replaced."})
    assert failing.rows("SELECT reason, source, note, by_person_id FROM lifted_suppressions") == [
        ("bounced", "office", "She called: the server was replaced.", named("person", "office"))
    ]


def test_the_office_can_leave_somebody_alone_and_says_why(told: Stage, doors: Doors) -> None:
    wanted = {"address": "Bea@Example.org", "scope": "following", "note": "By letter of May 3."}
    made = doors.to("office").post("/api/v1/suppressions", json=wanted).json()
    assert (made["address"], made["source"], made["note"]) == (BEA, "office", "By letter of May 3.")
    assert _next_event(told) == ("suppressed", "unsubscribed")


def test_what_was_stopped_by_a_link_can_be_had_again_by_it(told: Stage, doors: Doors) -> None:
    link, stranger = _link(told, BEA), doors.to("stranger")
    stranger.post(link, data={"List-Unsubscribe": "One-Click"})
    assert "Send them again" in stranger.get(link).text
    assert "Done" in stranger.post(f"{link}?do=resume").text
    assert told.rows("SELECT FROM suppressions") == []


def test_a_link_can_do_nothing_but_what_it_is_for(told: Stage, doors: Doors) -> None:
    stranger = doors.to("stranger")
    for link in (_link(told, BEA), _link(told, "ana@example.org")):
        for deed in ("recover", "deny", "resume"):
            assert stranger.post(f"{link}?do={deed}").status_code == 200
        assert stranger.post(f"{link}?do=everything").status_code == 422
    assert told.rows("SELECT FROM suppressions") == told.rows("SELECT FROM denials") == []
    assert _told(told) == []


@pytest.mark.parametrize("place", [0, 5, 20, -1])
def test_an_altered_link_leads_nowhere(told: Stage, doors: Doors, place: int) -> None:
    link = _link(told, BEA)
    token = link.rpartition("/")[2]
    altered = [*token]
    altered[place] = "A" if altered[place] != "A" else "Q"
    for method in ("get", "post"):
        answer = getattr(doors.to("stranger"), method)(f"/links/notifications/{''.join(altered)}")
        assert (answer.status_code, answer.json()["code"]) == (404, "invalid-link")
    assert told.rows("SELECT FROM suppressions") == []
