"""The email as it was: its words for whoever may read the history, and none of what opens something."""

import pytest

from tests.notifications.builders import a_partner, published
from tests.notifications.doors import Doors
from tests.notifications.every_letter import every_letter, part, read
from tests.notifications.notices import accommodation_changed, registration_changed
from tests.notifications.stage import Stage
from tests.sink import Sink

SECRET = "secret"


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_email_can_be_read_again_without_its_secrets(stage: Stage, sink: Sink, language: str) -> None:
    letters, office = every_letter(stage, sink, language), Doors(stage).to("office")
    for kind, raw in letters.items():
        (row,) = stage.rows("SELECT id FROM deliveries WHERE message_id = :id", id=read(raw)["Message-ID"])
        shown = office.get(f"/api/v1/deliveries/{row.id}/email").json()
        assert "subject" in shown, (kind, shown)
        assert shown["subject"] == read(raw)["Subject"], kind
        assert shown["text"].splitlines()[0] == part(raw, "plain").splitlines()[0], kind
        assert "/links/" not in shown["text"] + shown["html"], kind
        assert SECRET not in shown["text"] + shown["html"], kind
        assert "[link]" in shown["text"], kind


def test_what_is_private_is_read_by_whom_it_went_to_and_the_office(stage: Stage) -> None:
    doors, answers = Doors(stage), {}
    for who in ("office", "ana", "bea", "viewer"):
        doors.to(who)
    stage.hear(a_partner(), published(), registration_changed(), accommodation_changed())
    stage.tell()
    for kind in ("registration_changed", "accommodation_changed"):
        sql = "SELECT d.id FROM deliveries d JOIN emails e ON e.id = d.email_id WHERE e.kind = :kind"
        path = f"/api/v1/deliveries/{stage.rows(sql, kind=kind)[0].id}/email"
        answers[kind] = [doors.to(who).get(path).status_code for who in ("office", "viewer", "dan", "stranger")]
    assert answers == {
        "registration_changed": [200, 200, 404, 401],
        "accommodation_changed": [200, 404, 404, 401],
    }
