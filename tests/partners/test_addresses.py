"""What partners makes of what notifications learns: whose mail comes back, and who did not ask to come in."""

from datetime import UTC, datetime, timedelta

from services.partners.identity.denials import hear_denied
from services.partners.people.addresses import hear_failed, hear_recovered
from services.partners.people.models import Person
from shared.messages.notifications import AddressFailed, AddressRecovered, SignInDenied
from shared.sealing import mark
from tests.partners.consortium import Consortium

NOON = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def _failed(person: Person, minutes: int = 0) -> AddressFailed:
    at = NOON + timedelta(minutes=minutes)
    return AddressFailed(person_id=person.id, address=mark("address", person.email), reason="bounced", at=at)


def _recovered(person: Person, minutes: int) -> AddressRecovered:
    at = NOON + timedelta(minutes=minutes)
    return AddressRecovered(person_id=person.id, address=mark("address", person.email), at=at)


def _hear(consortium: Consortium, *messages: AddressFailed | AddressRecovered) -> str | None:
    outcome = None
    for told in messages:
        with consortium.store.transaction() as session:
            hear = hear_failed if isinstance(told, AddressFailed) else hear_recovered
            outcome = hear(session, told)  # type: ignore[arg-type]
    return outcome


def _state(consortium: Consortium, person: Person) -> str:
    with consortium.store.session() as session:
        return session.get_one(Person, person.id).email_state


def test_an_address_that_fails_is_shown_to_the_office_and_told_on(consortium: Consortium) -> None:
    person = consortium.person()
    assert _hear(consortium, _failed(person)) is None
    assert [told["email_state"] for told in consortium.told("person_changed")] == ["ok", "bounced"]
    shown = consortium.office().get(f"/api/v1/people/{person.id}").json()
    assert (shown["email_state"], shown["version"]) == ("bounced", 2)


def test_of_two_words_the_later_stands_in_whatever_order_they_come(consortium: Consortium) -> None:
    person, other = consortium.person(), consortium.person()
    _hear(consortium, _failed(person), _recovered(person, 5))
    assert _hear(consortium, _recovered(other, 5), _failed(other)) == "superseded by a later word"
    assert [_state(consortium, one) for one in (person, other)] == ["ok", "ok"]
    _hear(consortium, _failed(other, 9))
    assert _state(consortium, other) == "bounced"


def test_what_is_said_of_an_old_address_is_not_said_of_the_new_one(consortium: Consortium) -> None:
    person = consortium.person()
    told = _failed(person)
    changed = {"email": "new@example.org"}
    path = f"/api/v1/people/{person.id}"
    assert consortium.office().patch(path, json=changed, headers={"If-Match": "*"}).status_code == 200
    assert _hear(consortium, told) == "she has another address by now"
    assert _state(consortium, person) == "ok"


def test_a_new_address_is_believed_to_work(consortium: Consortium) -> None:
    person = consortium.person()
    _hear(consortium, _failed(person))
    path = f"/api/v1/people/{person.id}"
    changed = consortium.office().patch(path, json={"email": "new@example.org"}, headers={"If-Match": "*"})
    assert changed.json()["email_state"] == "ok"


def test_a_link_that_was_denied_opens_nothing_and_what_it_opened_is_closed(consortium: Consortium) -> None:
    person = consortium.person()
    earlier = consortium.http.post("/api/v1/sessions", json={"token": consortium.link(person)}).json()
    consortium.execute("UPDATE sessions SET began_at = now() - interval '1 day'")
    consortium.execute("UPDATE sign_in_links SET expires_at = now() - interval '1 day'")
    stolen, unused = consortium.link(person), consortium.link(person)
    opened = consortium.http.post("/api/v1/sessions", json={"token": stolen}).json()
    with consortium.store.session() as session:
        ids = session.connection().exec_driver_sql("SELECT id FROM sign_in_links ORDER BY id DESC LIMIT 2").all()
    for row in ids:
        with consortium.store.transaction() as session:
            hear_denied(session, SignInDenied(sign_in_id=row.id, person_id=person.id, at=NOON))
    assert consortium.http.post("/api/v1/sessions", json={"token": unused}).status_code == 410
    renewed = [
        consortium.http.post("/api/v1/sessions", json={"refresh_token": one["refresh_token"]}).status_code
        for one in (opened, earlier)
    ]
    assert renewed == [401, 200]
    with consortium.store.session() as session:
        noted = session.connection().exec_driver_sql("SELECT what FROM audit WHERE what = 'sign_in.denied'").all()
    assert len(noted) == 2
