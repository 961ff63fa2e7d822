"""Whom a message concerns is told of it once; the newest of several is told; what is secret or private stays so."""

from datetime import timedelta

import pytest

from tests.notifications.builders import (
    EVENT,
    a_partner,
    a_person,
    a_subscription,
    cancelled,
    changed,
    named,
    published,
    registered,
)
from tests.notifications.doors import Doors, items
from tests.notifications.notices import (
    LINK,
    accommodation_changed,
    agreement_expiring,
    cohost_answered,
    cohost_invited,
    match_proposed,
    match_settled,
    need_moved,
    numbers_requested,
    registration_changed,
    review_answered,
    review_requested,
    source_health_changed,
)
from tests.notifications.stage import Stage
from tests.notifications.test_emails_end_to_end import everything_kept, received
from tests.sink import Fault, Sink


def reached(stage: Stage) -> dict[str, str]:
    """The route by name, of all who are told."""
    rows = stage.rows("SELECT address, route FROM deliveries WHERE state <> 'suppressed' ORDER BY id")
    return {row.address.partition("@")[0]: row.route for row in rows}


WHOM = {
    "the reviewers who are named": (review_requested(), {"rea": "reviewer"}),
    "the host's reviewers": (review_requested(reviewer_ids=()), {"rea": "reviewer"}),
    "the office": (review_requested(reviewer_ids=(), reviewers="office"), {"off": "office"}),
    "whoever asked": (review_answered(), {"ana": "requester"}),
    "who may answer for the partner": (cohost_invited(), {"una": "asked", "uma": "asked"}),
    "the inviter and the host's coordinators": (
        cohost_answered(invited_by=named("person", "abe")),
        {"abe": "inviter", "ana": "host"},
    ),
    "the inviter once": (cohost_answered(), {"ana": "inviter"}),
    "whoever registered": (registration_changed(), {"bea": "registrant"}),
    "those who arrange": (accommodation_changed(), {"ana": "arranger"}),
    "the office that must agree": (accommodation_changed(change="review_needed"), {"off": "office"}),
    "whoever asked for it": (accommodation_changed(change="confirmed"), {"bea": "registrant"}),
    "the host and the place": (numbers_requested(), {"ana": "host", "abe": "host", "library": "site"}),
    "who looks after the agreement, on every side": (agreement_expiring(), {"ana": "owner", "una": "owner"}),
    "whoever raised the need, and for whom": (need_moved(), {"ana": "raised", "una": "asked", "uma": "asked"}),
    "who may answer for those who give": (match_proposed(), {"una": "asked", "uma": "asked"}),
    "who may answer for those who asked": (
        match_proposed(side="need", partner_id=None, person_id=named("person", "ana")),
        {"ana": "raised"},
    ),
    "the proposer and both sides": (
        match_settled(),
        {"off": "proposer", "ana": "raised", "una": "gives", "uma": "gives"},
    ),
    "who looks after the calendar": (source_health_changed(), {"una": "owner", "uma": "owner"}),
}


@pytest.mark.parametrize("whom", WHOM)
def test_a_message_reaches_whom_it_concerns_and_nobody_else(cast: Stage, whom: str) -> None:
    message, expected = WHOM[whom]
    cast.hear(message)
    cast.tell()
    assert reached(cast) == expected


def test_a_message_that_is_heard_twice_is_told_once(cast: Stage) -> None:
    cast.hear(message := cohost_invited(), message)
    cast.tell()
    assert len(cast.rows("SELECT FROM emails")) == 1


def test_whoever_has_no_record_is_written_to_where_she_said_in_her_language(cast: Stage, sink: Sink) -> None:
    sink.keep = True
    walk_in = {"name": "Gil Marker", "email": "Gil@Example.org", "language": "es"}
    cast.hear(registration_changed("gil", registrant=walk_in))
    cast.tell()
    cast.send(sink.url)
    message = received(sink)["Gil@Example.org"]
    assert message["Subject"] == "Inscripción confirmada: Heart-healthy screening, sáb, 5 dic"


@pytest.mark.parametrize("follows", [True, False])
def test_who_registered_by_address_hears_of_what_befalls_the_event_whoever_she_turns_out_to_be(
    cast: Stage, follows: bool
) -> None:
    cast.hear(registration_changed("gil", registrant={"email": "gil@example.org", "name": "Gil"}), published())
    if follows:
        cast.follow(a_subscription(email="gil@example.org", confirmed=False))
    cast.tell()
    cast.hear(changed(2, state="postponed"))
    cast.tell()
    assert cast.told("postponed")["gil@example.org"] == ("pending", None)
    cast.hear(a_person("gil"), a_person("gil", version=2, email="new@example.org"), cancelled(3))
    cast.tell()
    assert cast.told("cancelled")["new@example.org"] == ("pending", None)
    assert "gil@example.org" not in cast.told("cancelled")


def test_what_the_host_wrote_is_marked_with_its_language(cast: Stage, sink: Sink) -> None:
    sink.keep = True
    cast.hear(a_person("bea", version=2, language="es"))
    ended = {"change": "cancelled_by_host", "reason_code": "cancelled-by-host", "noted_by": named("person", "ana")}
    cast.hear(registration_changed(note="The bus is too small.", **ended))
    cast.tell()
    cast.send(sink.url)
    message = received(sink)["bea@example.org"]
    text, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))  # type: ignore[union-attr]
    assert "Lo que dice la organización (en inglés):\nThe bus is too small." in text.replace("\r\n", "\n")
    assert '<span lang="en">The bus is too small.</span>' in html
    assert message["Reply-To"] == "ana.ruiz@example.org"


def test_of_several_states_that_wait_the_last_is_told(cast: Stage) -> None:
    cast.hear(a_person("bea", version=2, quiet_hours={"start": "00:00", "end": "23:59"}))
    cast.hear(registration_changed(change="waitlisted", position=2))
    cast.tell()
    cast.hear(registration_changed(change="promoted", version=3), registration_changed(change="offered", version=2))
    cast.tell()
    assert sorted(cast.ledger()) == [
        (1, "waitlisted", "done", None),
        (2, "offered", "superseded", "superseded by v3"),
        (3, "promoted", "done", None),
    ]
    assert [tuple(row) for row in cast.rows("SELECT state, reason FROM deliveries ORDER BY id")] == [
        ("cancelled", "superseded by v3"),
        ("pending", "quiet-hours"),
    ]


def test_an_offer_breaks_quiet_hours_and_does_not_leave_after_its_end(cast: Stage, sink: Sink) -> None:
    cast.hear(a_person("bea", version=2, quiet_hours={"start": "00:00", "end": "23:59"}))
    ends = cast.clock.time + timedelta(hours=2)
    cast.hear(registration_changed(change="offered", offer_expires_at=ends))
    cast.tell()
    assert cast.rows("SELECT class, reason, expires_at FROM deliveries") == [("urgent", None, ends)]
    sink.fault_for = lambda recipient: Fault("rcpt", "450 4.2.0 later") if recipient else None
    cast.send(sink.url)
    cast.clock.pass_(hours=3)
    cast.send(sink.url)
    assert cast.states() == {"bea@example.org": "expired"}


def test_a_link_reaches_all_who_are_asked_and_is_kept_nowhere(cast: Stage, sink: Sink) -> None:
    sink.keep = True
    cast.hear(cohost_invited())
    cast.tell()
    assert LINK not in everything_kept(cast)
    sink.fault_for = lambda recipient: Fault("rcpt", "450 4.2.0 later") if recipient == "una@example.org" else None
    cast.send(sink.url)
    cast.sweep()
    assert cast.rows("SELECT sealed IS NULL FROM emails") == [(False,)]
    sink.fault_for = lambda _: None
    cast.clock.pass_(minutes=7)
    cast.send(sink.url)
    assert cast.rows("SELECT sealed IS NULL FROM emails") == [(True,)]
    for message in received(sink).values():
        body = message.get_body(("plain",))
        assert body is not None
        assert LINK in body.get_content()
    assert len(sink.contents) == 2


def test_a_link_that_nobody_can_use_any_more_is_forgotten(cast: Stage) -> None:
    cast.hear(a_partner("empty"), cohost_invited(partner_id=named("partner", "empty")))
    cast.tell()
    cast.sweep()
    assert cast.rows("SELECT sealed IS NULL, state FROM emails") == [(True, "done")]


def test_the_history_of_an_event_shows_who_was_asked_but_nothing_of_requests(doors: Doors, cast: Stage) -> None:
    doors.to("coordinator")
    cast.hear(
        published(), cohost_invited(), accommodation_changed(), accommodation_changed(change="confirmed", version=2)
    )
    cast.tell()

    def kinds(who: str, **wanted: str) -> set[str]:
        return {one["kind"] for one in items(doors.to(who).get("/api/v1/deliveries", params=wanted))}

    assert kinds("coordinator", event=str(EVENT)) == {"event_published", "cohost_invited"}
    assert "accommodation_changed" not in kinds("operator")
    assert kinds("office") == {"event_published", "cohost_invited", "accommodation_changed"}
    assert "accommodation_changed" in kinds("bea")
    (asked,) = items(doors.to("office").get("/api/v1/emails", params={"kind": "cohost_invited"}))
    assert asked["subject"] == "The clinic asks you to co-host: Heart-healthy screening, Sat, Dec 5"


def test_the_preview_of_a_notice_is_what_then_happens(doors: Doors, cast: Stage) -> None:
    for message in (cohost_invited(), registration_changed(), review_answered()):
        body = {"messages": [{"name": message.name, "body": message.model_dump(mode="json")}]}
        foreseen = items(doors.to("coordinator").post("/api/v1/emails/preview", json=body))
        cast.hear(message)
        cast.tell()
        rows = cast.rows(
            "SELECT d.address, d.route FROM deliveries d JOIN emails e ON e.id = email_id"
            " WHERE e.cause_message = :name",
            name=message.name,
        )
        assert {(one["recipient"]["email"], one["reason"]) for one in foreseen} == {tuple(row) for row in rows}
    private = accommodation_changed()
    body = {"messages": [{"name": private.name, "body": private.model_dump(mode="json")}]}
    assert doors.to("coordinator").post("/api/v1/emails/preview", json=body).status_code == 404
    assert doors.to("office").post("/api/v1/emails/preview", json=body).status_code == 200


def test_waiting_for_a_place_is_heard_of_too(cast: Stage) -> None:
    cast.hear(registered("bea", has_place=False), published())
    cast.tell()
    cast.hear(cancelled(2))
    cast.tell()
    assert cast.told("cancelled")["bea@example.org"] == ("pending", None)
