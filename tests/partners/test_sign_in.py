"""Signing in by a link: for whom, how often, and what nobody learns on the way."""

from uuid import UUID

import pytest
from sqlalchemy import select

from services.partners.identity.forgetting import forget
from shared import outbox
from shared.database import outbox as told_rows
from shared.sealing import unseal
from tests.partners.conftest import StandingClock
from tests.partners.consortium import Consortium


def _ask(consortium: Consortium, email: str, address: str = "192.0.2.1") -> tuple[int, dict[str, object]]:
    answer = consortium.door(address=address).post("/api/v1/sign-in", json={"email": email})
    return answer.status_code, answer.json()


def _links(consortium: Consortium) -> list[str]:
    sealed = [body["sealed_link"] for body in consortium.told("sign_in_requested")]
    return [unseal(link.encode(), "sign-in-link").decode() for link in sealed]


def test_somebody_known_and_somebody_unknown_get_the_same_answer(consortium: Consortium) -> None:
    known = consortium.person()
    answers = [
        consortium.http.post("/api/v1/sign-in", json={"email": email}) for email in (known.email, "no@example.org")
    ]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].content == answers[1].content
    assert answers[0].headers.keys() == answers[1].headers.keys()
    assert [body["person_id"] for body in consortium.told("sign_in_requested")] == [str(known.id)]


def test_somebody_unknown_is_as_much_work_as_somebody_known(consortium: Consortium) -> None:
    emails = [consortium.person().email, "no@example.org"]
    work = []
    for email in emails:
        with consortium.queries() as asked:
            consortium.http.post("/api/v1/sign-in", json={"email": email})
        work.append([statement.split()[0] for statement in asked if statement.split()[0] in {"SELECT", "INSERT"}])
    assert work[0] == work[1]
    assert work[0].count("INSERT") == 3  # the attempts, the link, the message


def test_a_stranger_leaves_no_link_behind(consortium: Consortium) -> None:
    consortium.http.post("/api/v1/sign-in", json={"email": "no@example.org"})
    assert "sign_in_requested" not in consortium.everything_kept()
    with consortium.store.session() as session:
        assert not session.connection().exec_driver_sql("SELECT 1 FROM sign_in_links").all()


@pytest.mark.parametrize("given", [{"state": "left"}, {"has_account": False}])
def test_whoever_left_or_has_no_account_gets_no_link(consortium: Consortium, given: dict[str, object]) -> None:
    person = consortium.person(**given)
    assert _ask(consortium, person.email)[0] == 202
    assert _links(consortium) == []


def test_a_link_opens_one_session_and_is_used_then(consortium: Consortium) -> None:
    person = consortium.person(email="ana@bücher.example.org")
    _ask(consortium, "ANA@XN--BCHER-KVA.EXAMPLE.ORG")
    [link] = _links(consortium)
    assert link.startswith("http://consortium.test/links/partners/")
    body = {"token": link.rpartition("/")[2]}
    opened = consortium.http.post("/api/v1/sessions", json=body)
    assert opened.json()["expires_in"] == 600
    me = consortium.door(opened.json()["access_token"]).get("/api/v1/people/me")
    assert me.json()["id"] == str(person.id)
    again = consortium.http.post("/api/v1/sessions", json=body)
    assert (again.status_code, again.json()["code"]) == (410, "link-expired")


def test_a_link_is_good_for_fifteen_minutes(consortium: Consortium, time: StandingClock) -> None:
    person = consortium.person()
    in_time, too_late = consortium.link(person), consortium.link(person)
    time.pass_(minutes=14, seconds=59)
    assert consortium.http.post("/api/v1/sessions", json={"token": in_time}).status_code == 200
    time.pass_(seconds=1)
    answer = consortium.http.post("/api/v1/sessions", json={"token": too_late})
    assert (answer.status_code, answer.json()["code"]) == (410, "link-expired")


def test_an_altered_link_is_none_of_ours(consortium: Consortium) -> None:
    token = consortium.link(consortium.person())
    answer = consortium.http.post("/api/v1/sessions", json={"token": token[:-1]})
    assert (answer.status_code, answer.json()["code"]) == (404, "invalid-link")


def test_a_link_of_whoever_left_meanwhile_opens_nothing(consortium: Consortium) -> None:
    person = consortium.person()
    token = consortium.link(person)
    consortium.execute("UPDATE people SET state = 'left'")
    assert consortium.http.post("/api/v1/sessions", json={"token": token}).status_code == 410


@pytest.mark.parametrize("known", [True, False])
def test_an_address_may_be_tried_five_times_an_hour(consortium: Consortium, time: StandingClock, known: bool) -> None:
    if known:
        consortium.person(email="ana@example.org")
    spellings = ["ana@example.org", "Ana@Example.org", "ANA@example.org", "ana@EXAMPLE.org", "aNa@example.org"]
    for place, spelling in enumerate(spellings):
        assert _ask(consortium, spelling, f"192.0.2.{place}")[0] == 202
        time.pass_(minutes=1)
    refused = consortium.http.post("/api/v1/sign-in", json={"email": "ana@example.org"})
    assert (refused.status_code, refused.json()["code"]) == (429, "rate-limited")
    assert int(refused.headers["Retry-After"]) == 55 * 60
    time.pass_(minutes=55)
    assert _ask(consortium, "ana@example.org", "192.0.2.9")[0] == 202


def test_a_place_in_the_network_may_try_five_times_an_hour(consortium: Consortium, time: StandingClock) -> None:
    statuses = [_ask(consortium, f"nobody{number}@example.org")[0] for number in range(6)]
    assert statuses == [202] * 5 + [429]
    assert _ask(consortium, "nobody6@example.org", "192.0.2.2")[0] == 202
    time.pass_(hours=1)
    assert _ask(consortium, "nobody7@example.org")[0] == 202


def test_no_link_is_readable_in_any_table(consortium: Consortium) -> None:
    person = consortium.person()
    _ask(consortium, person.email)
    [link] = _links(consortium)
    token = link.rpartition("/")[2]
    key = {"Idempotency-Key": "open-1"}
    opened = consortium.http.post("/api/v1/sessions", json={"token": token}, headers=key).json()
    kept = consortium.everything_kept()
    assert not [secret for secret in (token, *opened.values()) if str(secret) in kept and secret != 600]

    with consortium.store.transaction() as session:
        message_id: UUID = session.scalars(
            select(told_rows.c.message_id).where(told_rows.c.name == "partners.sign_in_requested")
        ).one()
        outbox.acknowledge(session, "notifications", [message_id], {})
    assert [body["sealed_link"] for body in consortium.told("sign_in_requested")] == [""]
    assert token not in consortium.everything_kept()


def test_a_link_that_expires_unheard_is_wiped(consortium: Consortium, time: StandingClock) -> None:
    _ask(consortium, consortium.person().email)
    for minutes, wiped in ((14, False), (2, True)):
        time.pass_(minutes=minutes)
        with consortium.store.transaction() as session:
            forget(session)
        [told] = consortium.told("sign_in_requested")
        assert (told["sealed_link"] == "") is wiped


def test_what_is_over_is_forgotten(consortium: Consortium, time: StandingClock) -> None:
    _ask(consortium, consortium.person().email)
    consortium.http.post("/api/v1/sessions", json={"token": consortium.link(consortium.person())})
    time.pass_(days=61)
    with consortium.store.transaction() as session:
        forget(session)
        connection = session.connection()
        for table in ("sign_in_attempts", "sign_in_links", "sessions", "refresh_tokens"):
            assert not connection.exec_driver_sql(f"SELECT 1 FROM {table}").all()
