"""Announcements of the office: to whom, with whose consent, tested, confirmed, sent, stopped."""

import email
from email import policy
from typing import Any

import pytest

from shared.messages import partners
from tests.notifications.builders import HOST, a_partner, a_person, a_subscription, named
from tests.notifications.doors import Doors
from tests.notifications.stage import Stage
from tests.sink import Sink

PATH = "/api/v1/announcements"
TEXTS = {
    "en": {
        "title": "The clinic moves",
        "text": "Dear all,\n\nsee https://example.org/map & bring a friend.\nThank you!",
    },
    "es": {"title": "La clínica se muda", "text": "¡Hasta pronto!"},
}
HEART = {"kind": "topic", "id": "heart"}
CLINIC = {"kind": "partner", "id": str(HOST)}
GROUP = named("group", "board")


@pytest.fixture
def town(stage: Stage, sink: Sink) -> Stage:
    """Whoever an announcement may reach, or not, each for one reason."""
    sink.keep = True
    belongs = ({"partner_id": HOST, "kind": "staff"},)
    stage.hear(
        a_partner(membership="member"),
        a_person("ana", role_at="clinic"),
        a_person("bea", language="es"),
        a_person("cem", affiliations=belongs, quiet_hours={"start": "11:00", "end": "13:00"}),
        a_person("dee", newsletter=False, role_at="clinic"),
        a_person("eve", email_state="bounced", affiliations=belongs),
        a_person("fay", state="left"),
        a_person("gus", operational_email=False),
        partners.GroupChanged(group_id=GROUP, title="Board", member_ids=(named("person", "bea"),)),
    )
    stage.follow(
        a_subscription("topic", "heart", person="bea", frequency="weekly"),
        a_subscription("topic", "heart", person="cem", muted=True),
        a_subscription("topic", "heart", person="dee"),
        a_subscription("topic", "heart", email="hal@example.org"),
        a_subscription("topic", "heart", email="ida@example.org", confirmed=False),
        a_subscription("partner", str(HOST), email="jan@example.org"),
    )
    return stage


@pytest.fixture
def office(town: Stage) -> Any:
    return Doors(town).to("office")


def draft(office: Any, target: dict[str, Any], **given: Any) -> dict[str, Any]:
    answer = office.post(PATH, json={"texts": TEXTS, "target": target} | given)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def send(office: Any, made: dict[str, Any]) -> dict[str, Any]:
    preview = office.get(f"{PATH}/{made['id']}/preview").json()
    answer = office.post(f"{PATH}/{made['id']}/sending", json={"recipients": preview["recipients"]})
    assert answer.status_code == 200, answer.text
    sent: dict[str, Any] = answer.json()
    return sent


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


def test_it_says_what_the_office_wrote_in_the_language_of_whoever_reads(town: Stage, office: Any, sink: Sink) -> None:
    send(office, draft(office, {"kind": "everybody"}, url="https://example.org/move"))
    town.tell()
    town.send(sink.url)
    read = {str(one["To"]): one for one in map(_read, sink.contents)}
    english, spanish = read["ana@example.org"], read["bea@example.org"]
    assert (english["Subject"], spanish["Subject"]) == ("The clinic moves", "La clínica se muda")
    text, html = (english.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "see https://example.org/map & bring a friend." in text
    assert '<a href="https://example.org/map" rel="noopener">https://example.org/map</a> &amp; bring' in html
    assert "Read more: https://example.org/move" in text
    assert english["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_what_is_written_in_one_language_goes_to_all_in_that(town: Stage, office: Any, sink: Sink) -> None:
    send(office, draft(office, {"kind": "everybody"}, texts={"en": TEXTS["en"]}))
    town.tell()
    town.send(sink.url)
    (spanish,) = (one for one in map(_read, sink.contents) if one["To"] == "bea@example.org")
    assert spanish["Subject"] == "The clinic moves"
    assert "Recibe este correo porque" in spanish.get_body(("plain",)).get_content()


def test_nobody_can_write_anything_but_words(town: Stage, office: Any, sink: Sink) -> None:
    evil = {"en": {"title": "<b>Hi</b>", "text": "<script>alert(1)</script> javascript:alert(1)"}}
    send(office, draft(office, {"kind": "everybody"}, texts=evil))
    town.tell()
    town.send(sink.url)
    html = _read(sink.contents[0]).get_body(("html",)).get_content()
    assert "<script" not in html
    assert "<b>" not in html
    assert "javascript:alert" not in html.replace("javascript:alert(1)</p>", "")


def test_a_test_goes_to_oneself_alone_and_may_be_repeated(town: Stage, office: Any, sink: Sink) -> None:
    made = draft(office, {"kind": "everybody"})
    for count in (1, 2):
        answer = office.post(f"{PATH}/{made['id']}/test").json()
        assert (answer["tests"], answer["state"]) == (count, "draft")
        town.tell()
        town.send(sink.url)
    assert [recipient for _, recipient in sink.taken] == ["office@example.org"] * 2
    assert {str(_read(raw)["Subject"]) for raw in sink.contents} == {"Test: The clinic moves"}


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
    (raw,) = (one for one in map(_read, sink.contents) if one["To"] == "bea@example.org")
    link = str(raw["List-Unsubscribe"]).strip("<>").partition("/links/")[2]
    stranger = Doors(town).to("stranger")
    assert stranger.get(f"/links/{link}").status_code == 200
    assert office.get(f"{PATH}/{draft(office, HEART)['id']}/preview").json()["recipients"] == 2
    stranger.post(f"/links/{link}", data={"List-Unsubscribe": "One-Click"})
    assert office.get(f"{PATH}/{draft(office, HEART)['id']}/preview").json()["recipients"] == 1
    assert town.rows("SELECT scope FROM suppressions") == [("announcements",)]


def test_the_list_is_newest_first_and_pages(office: Any) -> None:
    made = [draft(office, HEART)["id"] for _ in range(3)]
    first = office.get(f"{PATH}?limit=2").json()
    rest = office.get(f"{PATH}?limit=2&cursor={first['next']}").json()
    assert [one["id"] for one in first["items"] + rest["items"]] == made[::-1]


def _read(raw: bytes) -> Any:
    return email.message_from_bytes(raw, policy=policy.default)
