"""Whoever says "this was not me" is believed: what was asked for in her name is closed, and it is looked into."""

from datetime import timedelta
from uuid import uuid4

from shared.messages.partners import SignInRequested
from shared.sealing import seal, sign_id
from tests.notifications.builders import NOON, a_person, named
from tests.notifications.doors import Doors
from tests.notifications.notices import registration_changed
from tests.notifications.stage import Stage


def _asked_to_sign_in(stage: Stage) -> SignInRequested:
    asked = SignInRequested(
        sign_in_id=uuid4(),
        person_id=named("person", "bea"),
        email="bea@example.org",
        language="en",
        sealed_link=seal(b"http://consortium.test/links/partners/secret", "sign-in-link").decode(),
        expires_at=NOON + timedelta(minutes=15),
    )
    stage.hear(a_person("bea"), asked)
    stage.tell()
    return asked


def _link(stage: Stage) -> str:
    (row,) = stage.rows("SELECT id FROM deliveries")
    return f"/links/notifications/{sign_id('why', row.id)}"


def test_whoever_did_not_ask_for_a_sign_in_link_says_so_without_signing_in(stage: Stage, doors: Doors) -> None:
    asked, stranger = _asked_to_sign_in(stage), doors.to("stranger")
    page = stranger.get(_link(stage)).text
    assert "This was not you?" in page
    assert "secret" not in page
    assert stage.rows("SELECT FROM denials") == []
    for _ in range(2):
        assert "Thank you for telling us" in stranger.post(f"{_link(stage)}?do=deny").text
    ((body,),) = stage.rows("SELECT body FROM outbox WHERE name = 'notifications.sign_in_denied'")
    assert (body["sign_in_id"], body["person_id"]) == (str(asked.sign_in_id), str(asked.person_id))


def test_the_office_and_the_operator_see_it(stage: Stage, doors: Doors) -> None:
    _asked_to_sign_in(stage)
    doors.to("stranger").post(f"{_link(stage)}?do=deny")
    for who in ("office", "operator"):
        (found,) = doors.to(who).get("/api/v1/denials").json()["items"]
        assert (found["recipient"], found["kind"]) == ("bea@example.org", "sign_in")


def test_whoever_was_signed_up_by_her_address_gives_the_place_back(stage: Stage, doors: Doors) -> None:
    told = registration_changed(registrant={"email": "gil@example.org", "name": "Gil"}, person_id=None)
    stage.hear(told)
    stage.tell()
    assert "It was not me" in doors.to("stranger").get(_link(stage)).text
    doors.to("stranger").post(f"{_link(stage)}?do=deny")
    ((body,),) = stage.rows("SELECT body FROM outbox WHERE listener = 'events'")
    assert body["registration_id"] == str(told.registration_id)


def test_whoever_signed_up_with_an_account_has_nothing_to_deny(stage: Stage, doors: Doors) -> None:
    stage.hear(a_person("bea"), registration_changed())
    stage.tell()
    assert "It was not me" not in doors.to("stranger").get(_link(stage)).text
    doors.to("stranger").post(f"{_link(stage)}?do=deny")
    assert stage.rows("SELECT FROM denials") == []
