"""The page behind a link in an email."""

from shared.sealing import sign_id
from tests.notifications.builders import (
    a_person,
    named,
    published,
)
from tests.notifications.doors import Doors
from tests.notifications.stage import Stage

SUBSCRIPTIONS = "/api/v1/subscriptions"


def _link(stage: Stage, address: str) -> str:
    (row,) = stage.rows("SELECT id FROM deliveries WHERE address = :address", address=address)
    return f"/links/notifications/{sign_id('why', row.id)}"


def test_a_link_explains_and_stops_only_when_it_is_pressed(doors: Doors, everybody: Stage) -> None:
    everybody.hear(a_person("bea", version=2, language="es"), published())
    everybody.tell()
    stranger, link = doors.to("stranger"), _link(everybody, "bea@example.org")
    page = stranger.get(link, headers={"Accept": "text/html"})
    assert "Recibe este correo porque sigue todo lo que ocurre aquí." in page.text
    assert '<html lang="es">' in page.text
    assert everybody.rows("SELECT FROM suppressions") == []
    for _ in range(2):
        pressed = stranger.post(link, data={"List-Unsubscribe": "One-Click"})
        assert pressed.status_code == 200
    assert everybody.rows("SELECT address_key, scope, reason FROM suppressions") == [
        ("bea@example.org", "following", "unsubscribed")
    ]
    everybody.hear(published(event_id=named("event", "next"), version=1))
    everybody.tell()
    newest = everybody.rows(
        "SELECT state, reason FROM deliveries WHERE address = 'bea@example.org' ORDER BY id DESC"
    )[0]
    assert tuple(newest) == ("suppressed", "unsubscribed")
    again = doors.to("bea").post(SUBSCRIPTIONS, json={"target": {"kind": "topic", "id": "heart"}})
    assert again.status_code == 201
    assert everybody.rows("SELECT FROM suppressions") == []


def test_a_link_in_an_email_to_staff_stops_nothing(doors: Doors, everybody: Stage) -> None:
    everybody.hear(published())
    everybody.tell()
    link = _link(everybody, "ana@example.org")
    assert "<button" not in doors.to("stranger").get(link).text
    assert doors.to("stranger").post(link).status_code == 200
    assert everybody.rows("SELECT FROM suppressions") == []


def test_a_link_that_was_altered_leads_nowhere(doors: Doors, stage: Stage) -> None:
    answer = doors.to("stranger").get("/links/notifications/altered.token.here")
    assert (answer.status_code, answer.json()["code"]) == (404, "invalid-link")
