"""What notices say, in both languages, whatever the change; and that they give nothing away."""

from datetime import timedelta
from string import Formatter
from typing import Any

import pytest
from hypothesis import given

from services.notifications.emails.mime import Calendar
from services.notifications.emails.rendering import notice_letter
from services.notifications.notices import invitations
from services.notifications.notices.kinds import KINDS
from services.notifications.notices.wording import Notice
from tests.notifications.builders import HOST, NOON, named
from tests.notifications.notices import EVERY_KIND, LINK, UNION, an_occasion
from tests.notifications.test_letters import WORDS, _fits_the_wire, part, read, written
from tests.notifications.test_letters import golden as approved

NAMES = {str(HOST): "Bayside Clinic", str(UNION): "La Unión", str(named("person", "ana")): "Ana Ruiz"}
TWO_DAYS = (
    {
        "title": "Clinic site visits",
        "starts_at": NOON + timedelta(days=7),
        "ends_at": NOON + timedelta(days=7, hours=6),
        "place": "Riverbend Clinic, 12 River Street, St. Louis",
        "group": "Group A",
    },
    {
        "title": "Neighborhood bus tour",
        "starts_at": NOON + timedelta(days=8),
        "ends_at": NOON + timedelta(days=8, hours=6),
        "waits": True,
    },
)
MESSAGE = {
    **{f"{kind}": {} for kind in EVERY_KIND},
    "review_answered.approved": {"answer": "approved", "note": ""},
    **{
        f"need_moved.{step}": {"step": step, "note": ""}
        for step in ("triaged", "published", "matched", "in_progress", "merged")
    },
    **{f"need_moved.{step}": {"step": step} for step in ("on_hold", "resolved", "rejected")},
    "match_proposed.need": {"side": "need", "partner_id": None, "person_id": named("person", "ana")},
    "match_settled.accepted": {"outcome": "accepted", "note": ""},
    "match_settled.completed": {"outcome": "completed", "note": "Forty rides."},
    "match_settled.cancelled": {"outcome": "cancelled", "note": "The van broke down."},
    "cohost_invited.again": {"again": True, "role": "sponsor", "note": ""},
    "cohost_answered.accepted": {"answer": "accepted", "note": "", "proposed_starts_at": None},
    "cohost_answered.declined": {"answer": "declined", "note": "", "proposed_starts_at": None},
    "cohost_answered.withdrawn": {"answer": "withdrawn", "note": "", "proposed_starts_at": None},
    "registration_changed.pending_requirement": {
        "change": "pending_requirement",
        "reason_code": "requirement-open",
        "waits_for": ("approval", "guardian_consent"),
    },
    "registration_changed.waitlisted": {"change": "waitlisted", "position": 3, "reason_code": "full"},
    "registration_changed.waitlisted_together": {
        "change": "waitlisted",
        "position": 1,
        "party_size": 4,
        "reason_code": "full",
    },
    "registration_changed.offered": {"change": "offered", "offer_expires_at": NOON + timedelta(hours=24)},
    "registration_changed.days": {"change": "days", "days": TWO_DAYS},
    "registration_changed.promoted": {"change": "promoted", "party_size": 2, "role": "driver"},
    "registration_changed.lapsed": {"change": "lapsed"},
    "registration_changed.cancelled_by_person": {"change": "cancelled_by_person"},
    "registration_changed.cancelled_by_host": {
        "change": "cancelled_by_host",
        "reason": "The host has ended it. The host says: The bus is too small.",
        "reason_code": "cancelled-by-host",
        "note": "The bus is too small.",
        "noted_by": named("person", "ana"),
    },
    **{
        f"accommodation_changed.{change}": {"change": change}
        for change in (
            "acknowledged",
            "alternative_offered",
            "confirmed",
            "declined_by_person",
            "review_needed",
            "sent_back",
            "not_possible",
            "fulfilled",
            "withdrawn",
            "due_soon",
        )
    },
    "numbers_requested.again": {"time": 2},
    "follow_requested.everything": {"target_kind": "everything", "target_id": ""},
    "follow_requested.topic": {"target_kind": "topic", "target_id": "heart-health"},
    "source_health_changed.healthy": {"healthy": True, "problem": "", "failing_since": None},
}
OF_NO_EVENT = {"source_health_changed", "agreement_expiring", "follow_requested"} | {
    "need_moved",
    "match_proposed",
    "match_settled",
}


def notice(case: str, language: str = "en", **edits: Any) -> Notice:
    """The words of a notice about one of the messages above."""
    name = case.partition(".")[0]
    told = EVERY_KIND[name](**{**MESSAGE[case], **edits})
    author = KINDS[name].noted_by(told)
    return Notice(KINDS[name], told, NAMES, language, "en" if author else "")


def letter_of(words: Notice, calendar: Calendar | None = None) -> bytes:
    link = LINK if any(getattr(words.told, name) for name in words.kind.message.secrets) else None
    route = next(iter(words.kind.routes(words.told))).name
    return written(notice_letter(words, link, calendar), words, route)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("case", MESSAGE)
def test_a_notice_reads_as_it_was_approved(case: str, language: str) -> None:
    words = notice(case, language)
    calendar = invitations.of_registration(words.told, {"change": "registered"}, NOON) if words.kind.invites else None
    approved(f"{case}.{language}", letter_of(words, calendar))


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("case", MESSAGE)
def test_whatever_has_changed_there_are_words_for_it(case: str, language: str) -> None:
    words = notice(case, language)
    for said in (words.subject, words.first_line, words.button):
        assert said
        assert "{" not in said
    for route in words.kind.routes(words.told):
        assert words.why(route.name, None).startswith(("You get this because", "Recibe este correo porque"))
    assert "Heart-healthy screening" in words.subject or words.kind.name in OF_NO_EVENT


@pytest.mark.parametrize("kind", KINDS)
def test_both_languages_say_the_same_things_of_the_same_facts(kind: str) -> None:
    def gaps(words: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(words) if name}

    english, spanish = KINDS[kind].words["en"], KINDS[kind].words["es"]
    assert english.keys() == spanish.keys()
    assert {key: gaps(words) for key, words in english.items()} == {key: gaps(said) for key, said in spanish.items()}


def test_the_subject_of_an_invitation_says_who_asks_for_what() -> None:
    assert (
        notice("cohost_invited").subject == "Bayside Clinic asks you to co-host: Heart-healthy screening, Sat, Dec 5"
    )


@pytest.mark.parametrize("case", [case for case in MESSAGE if case.startswith("accommodation")])
def test_a_notice_about_a_request_says_nothing_of_it_nor_of_who_made_it(case: str) -> None:
    words = notice(case, registrant={"name": "Bea Marker", "email": "bea.marker@example.org"})
    said = letter_of(words).decode()
    assert "arker" not in said
    assert f"/accommodations/{named('accommodation', 'one')}" in said.replace("=\r\n", "")


@pytest.mark.parametrize("case", MESSAGE)
def test_no_subject_names_a_person(case: str) -> None:
    words = notice(case)
    assert not any(name in words.subject for name in ("Ana", "Bea", "example.org"))


@given(title=WORDS, place=WORDS, note=WORDS)
def test_whatever_people_write_into_a_notice_stays_their_words(title: str, place: str, note: str) -> None:
    words = notice("cohost_invited", occasion=an_occasion(title=title, place=place), note=note)
    raw = letter_of(words)
    message = read(raw)
    assert list(message) == [
        "To",
        "Message-ID",
        "Date",
        "From",
        "Subject",
        "Reply-To",
        "Auto-Submitted",
        "Content-Language",
        "MIME-Version",
        "Content-Type",
    ]
    assert "<script" not in part(message, "html")
    assert part(message, "html").count("href=") == 2
    _fits_the_wire(raw)


def test_whoever_asked_without_an_account_is_led_back_by_her_own_link() -> None:
    letter = read(letter_of(notice("accommodation_changed.confirmed", sealed_link="sealed")))
    assert LINK in part(letter, "plain")
