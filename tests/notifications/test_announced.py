"""What people read of an announcement, and how it is stopped: by the office, and by whoever gets it."""

import email
from email import policy
from typing import Any

import pytest

from tests.notifications.announcing import HEART, PATH, TEXTS, draft, send
from tests.notifications.builders import a_person
from tests.notifications.doors import Doors
from tests.notifications.stage import Stage
from tests.sink import Sink


def read(raw: bytes) -> Any:
    return email.message_from_bytes(raw, policy=policy.default)


def test_it_says_what_the_office_wrote_in_the_language_of_whoever_reads(town: Stage, office: Any, sink: Sink) -> None:
    send(office, draft(office, {"kind": "everybody"}, url="https://example.org/move"))
    town.tell()
    town.send(sink.url)
    found = {str(one["To"]): one for one in map(read, sink.contents)}
    english, spanish = found["ana@example.org"], found["bea@example.org"]
    assert (english["Subject"], spanish["Subject"]) == ("The clinic moves", "La clínica se muda")
    text, html = (english.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "see https://example.org/map & bring a friend." in text
    assert '<a href="https://example.org/map" rel="noopener">https://example.org/map</a> &amp; bring' in html
    assert "https://example.org/move" in text
    assert english["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_is_written_in_one_language_goes_to_all_in_that(town: Stage, office: Any, sink: Sink) -> None:
    send(office, draft(office, {"kind": "everybody"}, texts={"en": TEXTS["en"]}))
    town.tell()
    town.send(sink.url)
    (spanish,) = (one for one in map(read, sink.contents) if one["To"] == "bea@example.org")
    assert spanish["Subject"] == "The clinic moves"
    assert "Recibe este correo porque" in spanish.get_body(("plain",)).get_content()


def test_nobody_can_write_anything_but_words(town: Stage, office: Any, sink: Sink) -> None:
    evil = {"en": {"title": "<b>Hi</b>", "text": "<script>alert(1)</script> javascript:alert(1)"}}
    send(office, draft(office, {"kind": "everybody"}, texts=evil))
    town.tell()
    town.send(sink.url)
    html = read(sink.contents[0]).get_body(("html",)).get_content()
    assert "<script" not in html
    assert "<b>" not in html
    assert "javascript:alert" not in html.replace("javascript:alert(1)</p>", "")


@pytest.mark.parametrize("fanned_out", [True, False])
def test_what_has_not_left_can_be_stopped(town: Stage, office: Any, sink: Sink, fanned_out: bool) -> None:
    made = send(office, draft(office, {"kind": "everybody"}))
    if fanned_out:
        town.tell()
    stopped = office.post(f"{PATH}/{made['id']}/stop").json()
    assert stopped["state"] == "stopped"
    town.send(sink.url)
    town.tell()
    assert sink.taken == []
    shown = office.get(f"{PATH}/{made['id']}").json()
    assert shown["left"] == 0
    if fanned_out:
        assert town.told("announced")["ana@example.org"] == ("cancelled", "stopped")


def test_consent_withdrawn_at_the_last_moment_stops_announcements_only(town: Stage, office: Any, sink: Sink) -> None:
    send(office, draft(office, {"kind": "everybody"}))
    town.tell()
    town.hear(a_person("ana", role_at="clinic", version=2, newsletter=False))
    with town.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE recipients SET wishes = '{\"announcements\": \"never\"}' WHERE address_key = 'bea@example.org'"
        )
    town.send(sink.url)
    told = town.told("announced")
    assert told["ana@example.org"] == ("suppressed", "newsletter")
    assert told["bea@example.org"] == ("suppressed", "muted")
    assert told["hal@example.org"] == ("accepted", None)


def test_the_link_in_it_stops_announcements_and_nothing_else(town: Stage, office: Any, sink: Sink) -> None:
    send(office, draft(office, HEART))
    town.tell()
    town.send(sink.url)
    (raw,) = (one for one in map(read, sink.contents) if one["To"] == "bea@example.org")
    link = str(raw["List-Unsubscribe"]).strip("<>").partition("/links/")[2]
    stranger = Doors(town).to("stranger")
    assert stranger.get(f"/links/{link}").status_code == 200
    assert office.get(f"{PATH}/{draft(office, HEART)['id']}/preview").json()["recipients"] == 2
    stranger.post(f"/links/{link}", data={"List-Unsubscribe": "One-Click"})
    assert office.get(f"{PATH}/{draft(office, HEART)['id']}/preview").json()["recipients"] == 1
    assert town.rows("SELECT scope FROM suppressions") == [("announcements",)]
