"""Following by an address alone: asked for on a page, confirmed by email, looked after by a link, or refused."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from services.notifications.following.actions import FORGOTTEN_AFTER, PER_ADDRESS, forget
from shared.messages import MESSAGES
from tests.notifications.builders import HOST, a_partner, a_person, a_subscription, named, published, registered
from tests.notifications.doors import Doors
from tests.notifications.stage import Stage
from tests.sink import Sink

REQUESTS = "/api/v1/subscriptions/requests"
THE_CLINIC = {"kind": "partner", "id": str(HOST)}
GIL = "Gil@Example.org"


def _ask(doors: Doors, email: str = GIL, **given: object) -> tuple[int, object]:
    answer = doors.to("stranger").post(REQUESTS, json={"email": email, "target": THE_CLINIC} | given)
    return answer.status_code, answer.json()


def _emails(stage: Stage, sink: Sink) -> list[EmailMessage]:
    """What leaves of what was asked: the letters, oldest first."""
    told = stage.rows("SELECT name, body FROM outbox WHERE acked_at IS NULL ORDER BY id")
    stage.hear(*(MESSAGES[row.name].model_validate(row.body) for row in told))
    with stage.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE outbox SET acked_at = now()")
    sink.keep, before = True, len(sink.contents)
    stage.tell()
    stage.send(sink.url)
    return [message_from_bytes(raw, policy=default) for raw in sink.contents[before:]]


def _token(letter: EmailMessage) -> str:
    text = letter.get_body(("plain",))
    assert text is not None
    found = re.search(r"http://consortium\.test/links/following/([\w-]+)", text.get_content())
    assert found is not None
    return found[1]


def _at(token: str, purpose: str) -> str:
    return f"/api/v1/links/notifications/{token}/{purpose}"


def _answer(doors: Doors, token: str, answer: str) -> dict[str, str]:
    given = doors.to("stranger").post(_at(token, "confirmation"), json={"answer": answer})
    assert given.status_code == 200, given.text
    found: dict[str, str] = given.json()
    return found


def test_a_follower_hears_nothing_until_she_confirms_and_everything_afterwards(
    doors: Doors, stage: Stage, sink: Sink
) -> None:
    assert _ask(doors, language="es") == (202, {"state": "accepted"})
    (letter,) = _emails(stage, sink)
    assert letter["Subject"] == "Por favor, confirme: correos sobre The clinic"
    stage.hear(published())
    stage.tell()
    assert stage.told("published") == {"Gil@example.org": ("suppressed", "unconfirmed")}
    token, stranger = _token(letter), doors.to("stranger")
    for _ in range(2):  # a scanner looks at every link
        shown = stranger.get(_at(token, "confirmation")).json()
        assert (shown["state"], shown["title"], shown["manage_token"]) == ("waiting", "The clinic", None)
    confirmed = _answer(doors, token, "yes")
    assert _answer(doors, token, "yes") == confirmed
    stage.hear(published(event_id=named("event", "next")))
    stage.tell()
    assert [tuple(row) for row in stage.rows(_PUBLISHED_TO_GIL)][-1] == ("pending", None, "es")
    (told,) = _emails(stage, sink)
    assert stranger.get(_at(_token(told), "following")).json()["preferences"]["email"] == "Gil@example.org"
    following = stranger.get(_at(confirmed["manage_token"], "following")).json()
    assert [one["title"] for one in following["subscriptions"]] == ["The clinic"]


_PUBLISHED_TO_GIL = (
    "SELECT d.state, d.reason, d.language FROM deliveries d JOIN emails e ON e.id = d.email_id"
    " WHERE e.change = 'published' ORDER BY d.id"
)


def test_whoever_says_that_it_was_not_her_is_never_asked_again(doors: Doors, stage: Stage, sink: Sink) -> None:
    _ask(doors)
    (letter,) = _emails(stage, sink)
    assert _answer(doors, _token(letter), "not_me")["state"] == "refused"
    again = doors.to("stranger").get(_at(_token(letter), "confirmation"))
    assert (again.status_code, again.json()["code"]) == (410, "link-over")
    assert _ask(doors, target={"kind": "everything", "id": None}) == (202, {"state": "accepted"})
    assert _emails(stage, sink) == []
    assert stage.rows("SELECT FROM subscriptions") == []
    assert [tuple(row) for row in stage.rows("SELECT scope, reason FROM suppressions")] == [("asking", "not-me")]


def test_the_answer_is_the_same_whoever_has_the_address(doors: Doors, stage: Stage) -> None:
    stage.hear(a_person("bea"), a_person("dee", email_state="bounced"), a_person("eve", state="left"))
    stage.follow(
        a_subscription("partner", str(HOST), email="gil@example.org"), a_subscription("topic", "heart", person="bea")
    )
    addresses = ["bea@example.org", "dee@example.org", "eve@example.org", "gil@example.org", "nobody@example.org"]
    assert [_ask(doors, address) for address in addresses] == [(202, {"state": "accepted"})] * 5
    told = stage.rows("SELECT body->>'email' AS email FROM outbox WHERE name = 'notifications.follow_requested'")
    assert sorted(row.email for row in told) == addresses


def test_whom_we_may_not_write_to_is_not_asked_either(doors: Doors, stage: Stage, sink: Sink) -> None:
    stage.hear(a_person("dee", email_state="bounced"))
    _ask(doors, "dee@example.org")
    assert _emails(stage, sink) == []
    assert stage.told("told") == {"dee@example.org": ("suppressed", "bounced")}


def test_who_has_an_account_may_follow_by_address_and_looks_after_it_signed_in(
    doors: Doors, stage: Stage, sink: Sink
) -> None:
    stage.hear(a_person("bea"))
    _ask(doors, "BEA@example.org")
    (letter,) = _emails(stage, sink)
    assert _answer(doors, _token(letter), "yes")["manage_token"] is None
    hers = doors.to("bea").get("/api/v1/subscriptions").json()["items"]
    assert [(one["target"], one["state"]) for one in hers] == [(THE_CLINIC, "active")]


def test_asking_changes_nothing_of_what_was_confirmed(doors: Doors, stage: Stage) -> None:
    stage.follow(a_subscription("partner", str(HOST), email="gil@example.org", language="es", frequency="weekly"))
    _ask(doors, frequency="immediate", language="en", time_zone="Pacific/Apia")
    rows = stage.rows(
        "SELECT s.frequency, s.confirmed, r.language, r.time_zone FROM subscriptions s JOIN recipients r"
        " ON r.id = s.recipient_id"
    )
    assert [tuple(row) for row in rows] == [("weekly", True, "es", "America/Chicago")]


def test_an_address_is_asked_a_few_times_an_hour_and_a_place_asks_for_a_few(doors: Doors, stage: Stage) -> None:
    answers = [_ask(doors)[0] for _ in range(PER_ADDRESS + 1)]
    assert answers == [*[202] * PER_ADDRESS, 429]
    assert len(stage.rows("SELECT FROM outbox")) == PER_ADDRESS
    stage.clock.pass_(minutes=61)
    assert _ask(doors)[0] == 202
    others = [_ask(doors, f"someone{number}@example.org")[0] for number in range(30)]
    assert others == [*[202] * 29, 429]
    stored = stage.rows("SELECT subject FROM asks")
    assert not any("example.org" in row.subject for row in stored)


@pytest.mark.parametrize(
    "target",
    [
        {"kind": "partner", "id": str(named("partner", "hidden"))},
        {"kind": "partner", "id": str(named("partner", "nobody"))},
        {"kind": "community", "id": str(named("community", "nowhere"))},
    ],
)
def test_what_is_not_public_is_as_if_it_were_not_there(doors: Doors, stage: Stage, target: dict[str, str]) -> None:
    stage.hear(a_partner("hidden", public=False))
    status, problem = _ask(doors, target=target)
    assert status == 422
    assert isinstance(problem, dict)
    assert [(flaw["pointer"], flaw["code"]) for flaw in problem["errors"]] == [("/target/id", "unknown-reference")]
    assert stage.rows("SELECT FROM outbox") == []


def test_what_nobody_confirms_is_forgotten_after_a_week(doors: Doors, stage: Stage, sink: Sink) -> None:
    stage.follow(a_subscription(email="imported@example.org", confirmed=False))
    stage.hear(registered("fay", person_id=None, registrant={"email": "fay@example.org", "language": "en"}))
    for address in ("gil@example.org", "fay@example.org", "hal@example.org"):
        _ask(doors, address)
    hal = next(_token(letter) for letter in _emails(stage, sink) if letter["To"] == "hal@example.org")
    _answer(doors, hal, "yes")
    stage.clock.time += FORGOTTEN_AFTER - timedelta(minutes=1)
    assert _after_forgetting(stage) == (4, 4)
    stage.clock.pass_(minutes=2)
    assert _after_forgetting(stage) == (2, 3)
    kept = {row.address for row in stage.rows("SELECT address FROM recipients")}
    assert kept == {"imported@example.org", "fay@example.org", "hal@example.org"}
    assert stage.rows("SELECT FROM asks") == []


def _after_forgetting(stage: Stage) -> tuple[int, int]:
    with stage.database.transaction() as session:
        forget(session)
    return len(stage.rows("SELECT FROM subscriptions")), len(stage.rows("SELECT FROM recipients"))
