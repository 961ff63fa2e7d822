"""Somebody whose address changes, or who is gone, while emails wait: the old address gets nothing."""

from datetime import timedelta

from services.notifications.deliveries.claiming import claim
from services.notifications.deliveries.leases import own, start
from shared.messages import partners
from shared.sealing import seal
from tests.notifications.builders import PEOPLE, a_partner, a_person, named
from tests.notifications.stage import Stage
from tests.sink import Fault, Sink

OLD, NEW = "person07@example.org", "anew@example.org"


def _moves(stage: Stage, version: int = 2) -> None:
    stage.hear(a_person("person07", version=version, email=NEW))


def _got(sink: Sink) -> set[str]:
    return {recipient for _, recipient in sink.taken}


def test_what_waits_goes_to_the_new_address_and_nothing_to_the_old(due: Stage, sink: Sink) -> None:
    _moves(due)
    due.send(sink.url)
    assert _got(sink) == {f"{name}@example.org" for name in PEOPLE} - {OLD} | {NEW}


def test_what_was_deferred_waits_on_and_goes_to_the_new_address(due: Stage, sink: Sink) -> None:
    sink.fault_for = lambda recipient: Fault("rcpt", "450 4.2.0 later") if recipient == OLD else None
    due.send(sink.url)
    _moves(due)
    assert due.states()[NEW] == "deferred"
    due.clock.pass_(minutes=7)
    due.send(sink.url)
    assert OLD not in _got(sink)
    assert due.states()[NEW] == "accepted"


def test_an_address_that_changes_after_the_claim_is_seen_before_the_first_byte(due: Stage, sink: Sink) -> None:
    with due.database.engine.connect() as connection:
        with connection.begin():
            token, ours, _ = claim(connection, own(connection), "normal", 500)
        _moves(due)
        with connection.begin():
            started = start(connection, token, [one.id for one in ours], due.clock())
        connection.invalidate()
    assert {one.address for one in ours if one.id not in started} == {OLD}
    assert due.states()[NEW] == "pending"


def test_a_copy_of_the_old_address_that_was_missed_is_cancelled_when_it_is_claimed(due: Stage, sink: Sink) -> None:
    with due.database.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE recipients SET address_key = '{NEW}' WHERE address_key = '{OLD}'")
    due.send(sink.url)
    assert due.told()[OLD] == ("cancelled", "address-changed")
    assert OLD not in _got(sink)


def test_whoever_is_written_to_at_the_new_address_already_gets_it_once(due: Stage, sink: Sink) -> None:
    due.hear(a_person("person08", version=2, email=OLD))  # Two share an address: she has an email of this there.
    due.send(sink.url)
    assert [recipient for _, recipient in sink.taken].count(OLD) == 1
    assert due.told()["person08@example.org"] == ("cancelled", "address-changed")


def test_of_what_may_have_arrived_at_the_old_address_nothing_more_is_sent(due: Stage, sink: Sink) -> None:
    sink.fault_for = lambda recipient: Fault("dot") if recipient == OLD else None
    due.send(sink.url)
    sink.fault_for = lambda _: None
    _moves(due)
    due.clock.pass_(minutes=7)
    due.send(sink.url)
    assert _got(sink) == {f"{name}@example.org" for name in PEOPLE} - {OLD}
    assert due.states()[OLD] == "uncertain"


def test_whoever_leaves_after_the_claim_gets_nothing(due: Stage, sink: Sink) -> None:
    with due.database.engine.connect() as connection:
        with connection.begin():
            token, ours, _ = claim(connection, own(connection), "normal", 500)
        due.hear(a_person("person07", version=2, state="left"))
        with connection.begin():
            started = start(connection, token, [one.id for one in ours], due.clock())
        connection.invalidate()
    assert {one.address for one in ours if one.id not in started} == {OLD}


def test_a_sign_in_link_is_never_sent_to_an_address_that_is_no_longer_hers(stage: Stage, sink: Sink) -> None:
    asked = partners.SignInRequested(
        sign_in_id=named("sign-in", "one"),
        person_id=named("person", "person07"),
        email=OLD,
        language="en",
        sealed_link=seal(b"http://consortium.test/links/partners/secret", "sign-in-link").decode(),
        expires_at=stage.clock.time + timedelta(minutes=15),
    )
    stage.hear(a_partner(), a_person("person07"), asked)
    stage.tell()
    _moves(stage)
    stage.send(sink.url)
    assert sink.taken == []
    assert stage.told()[OLD] == ("cancelled", "address-changed")
