"""Signing up, and places by role, on the form of an event: what is filled in, as the API takes it, and back."""

from typing import Any

import pytest
from starlette.datastructures import FormData

from services.portal import event_form, signing_up
from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from tests.portal.test_event_form import a_form
from tests.portal.visitors import a_visitor

AT_FIRST: dict[str, Any] = {
    "required": False,
    "opens_local": None,
    "closes_local": None,
    "closes_hours_before": None,
    "approval": False,
    "walk_ins": True,
    "waitlist": True,
    "party_size_max": 6,
    "reminders": [1440],
}
# What was filled in → what differs from an event that says nothing.
TERMS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({}, {}),
    ({"sign_up_required": True, "sign_up_walk_ins": False}, {"required": True, "walk_ins": False}),
    ({"sign_up_waitlist": False, "sign_up_approval": True}, {"waitlist": False, "approval": True}),
    ({"sign_up_opens": "2026-11-01T01:30"}, {"opens_local": "2026-11-01T01:30"}),
    ({"reminders": ["10080", "120"]}, {"reminders": [10080, 120]}),
    ({"reminders": []}, {"reminders": []}),
    ({"sign_up_hours_before": "0"}, {"closes_hours_before": 0}),
    ({"sign_up_hours_before": "36"}, {"closes_hours_before": 36}),
    (
        {"sign_up_closes": "2026-12-04T17:00", "sign_up_most": "1"},
        {"closes_local": "2026-12-04T17:00", "party_size_max": 1},
    ),
]
ROLES: list[tuple[dict[str, str], list[dict[str, Any]]]] = [
    ({}, []),
    ({"slot_0_role": "Drivers", "slot_0_places": "4"}, [{"role": "Drivers", "capacity": 4}]),
    # A row that was left empty does not count; a role that has a code is sent by it.
    ({"slot_2_role": "medical STUDENTS", "slot_2_places": "12"}, [{"role": "medical_student", "capacity": 12}]),
]


@pytest.mark.parametrize(("given", "differs"), TERMS)
def test_terms_become_what_the_api_takes_and_are_shown_as_they_were(given: Any, differs: Any) -> None:
    body, flaws = event_form.body(a_form(**given), a_visitor())
    assert flaws == {}
    assert body["registration"] == AT_FIRST | differs
    again, _ = event_form.body(event_form.shown(body, a_visitor()), a_visitor())
    assert again == body


@pytest.mark.parametrize(("given", "slots"), ROLES)
def test_roles_become_what_the_api_takes_and_are_shown_as_they_were(given: Any, slots: Any) -> None:
    body, flaws = event_form.body(a_form(**event_form.filled(_sent(given))), a_visitor())
    assert flaws == {}
    assert body["slots"] == slots
    shown = event_form.shown(body, a_visitor("es"))
    again, _ = event_form.body(shown, a_visitor("es"))
    assert again == body


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"sign_up_opens": "tomorrow"}, "sign_up_opens"),
        ({"sign_up_closes": "2026-12-04"}, "sign_up_closes"),
        ({"sign_up_opens": "2026-12-04T10:00", "sign_up_closes": "2026-12-04T10:00"}, "sign_up_closes"),
        ({"sign_up_hours_before": "a day"}, "sign_up_hours_before"),
        ({"sign_up_most": "0"}, "sign_up_most"),
        ({"sign_up_most": "²"}, "sign_up_most"),
        ({"slot_0_role": "Drivers"}, "slot_0_places"),
        ({"slot_0_places": "4"}, "slot_0_role"),
        ({"slot_0_role": "Drivers", "slot_0_places": "many"}, "slot_0_places"),
        (
            {"slot_0_role": "Families", "slot_0_places": "4", "slot_1_role": "families", "slot_1_places": "5"},
            "slot_1_role",
        ),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_is_wrong_is_said_beside_its_field(language: str, given: dict[str, str], field: str) -> None:
    if language == "es":
        given = {name: said.replace("amilies", "amilias") for name, said in given.items()}
    body, flaws = event_form.body(a_form(**given), a_visitor(language))
    assert body == {}
    assert list(flaws) == [field]


def test_what_the_form_does_not_ask_stays_as_it_is() -> None:
    kept = {"offer_hours": 6, "requirements": ["tb_test"], "guardian_consent": True}
    event = {
        "registration": AT_FIRST | kept,
        "slots": [{"role": "Drivers", "capacity": 4, "min": 2}, {"role": "Cooks", "capacity": 3, "min": 1}],
    }
    rows = {"slot_0_role": "Drivers", "slot_0_places": "5"}
    body, _ = event_form.body(a_form(sign_up_approval=True, **rows), a_visitor(), event)
    assert body["registration"] == AT_FIRST | kept | {"approval": True}
    assert body["slots"] == [{"role": "Drivers", "capacity": 5, "min": 2}]


@pytest.mark.parametrize(
    ("pointer", "field"),
    [
        ("/registration/closes_local", "sign_up_closes"),
        ("/registration/party_size_max", "sign_up_most"),
        ("/registration/closes_hours_before", "sign_up_hours_before"),
        ("/sessions/1/groups/0/name", "session_1_groups"),
        ("/slots/0/capacity", "slot_0_places"),
        ("/slots/12/role", "slot_12_role"),
        ("/slots/1", "slot_1_role"),
        ("/slots", "slot_0_role"),
        ("/sessions/1/ends_at", "session_1_ends"),
        ("/sessions/2/title", "session_2_title"),
        ("/sessions/0/venue/name", "session_0_place"),
        ("/sessions/3", "session_3_begins"),
    ],
)
def test_what_the_api_finds_wrong_stands_beside_its_field(pointer: str, field: str) -> None:
    problem = {"errors": [{"pointer": pointer, "code": "out-of-range", "detail": "No."}]}
    assert list(flaws_of(Refused(422, problem), a_visitor())) == [field]


def test_terms_are_read_in_words() -> None:
    hours = signing_up.in_words(
        {"registration": AT_FIRST | {"closes_hours_before": 1}, "time_zone": "UTC"}, a_visitor()
    )
    assert hours == "It ends 1 hour before the event."
    terms = AT_FIRST | {"required": True, "closes_local": "2026-12-04T17:00", "walk_ins": False, "party_size_max": 2}
    event = {"registration": terms, "time_zone": "America/Chicago", "slots": [{"role": "resident", "capacity": 1}]}
    said = signing_up.in_words(event, a_visitor()).splitlines()
    assert said[0] == "People are asked to sign up."
    assert "Dec 4, 2026" in said[1]
    assert said[2:] == ["Only those come in who have signed up.", "Largest party: 2"]
    assert signing_up.roles_in_words(event, a_visitor()) == "Residents: 1 place"


def _sent(given: dict[str, str]) -> FormData:
    first = a_form() | given
    return FormData([(name, "yes" if said is True else said) for name, said in first.items() if said and said != []])
