"""Whom a review, an invitation, a place, a request or a calendar concerns, computed from a consortium file alone."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from tests.oracle import Consortium, Record, Told, begins

SETTLES = {"admin", "coordinator"}


def review_requested(told: Consortium, event: Record, reviewers: str, at: datetime) -> Told:
    if reviewers == "office":
        return _all(told, _office(told), at)
    return _all(told, _staff(told, event["host"], {"reviewer"}), at)


def review_answered(told: Consortium, asked_by: str, at: datetime) -> Told:
    return _all(told, [asked_by], at)


def cohost_invited(told: Consortium, partner: str, at: datetime) -> Told:
    return _all(told, _staff(told, partner, SETTLES), at)


def cohost_uninvited(told: Consortium, partner: str, asked: Told, at: datetime) -> Told:
    """Of those who may answer, whoever had been sent what was asked."""
    concerned = _all(told, _staff(told, partner, SETTLES), at)
    return Told(
        at_once={who: how for who, how in concerned.at_once.items() if who in asked.at_once},
        held_until={who: how for who, how in concerned.held_until.items() if who in asked.at_once},
    )


def cohost_answered(told: Consortium, event: Record, invited_by: str, at: datetime) -> Told:
    return _all(told, [invited_by, *_staff(told, event["host"], {"coordinator"})], at)


def registration_changed(told: Consortium, registration: Record, change: str, at: datetime) -> Told:
    soon = begins(told.event(registration["event"])) - at <= timedelta(hours=24)
    return _all(told, [registration["person"]], at, urgent=soon or change == "offered")


def accommodation_changed(told: Consortium, request: Record, change: str, arrangers: list[str], at: datetime) -> Told:
    if change == "review_needed":
        return _all(told, _office(told), at)
    to_arrange = change in {"requested", "declined_by_person", "withdrawn", "sent_back", "due_soon"}
    return _all(told, arrangers if to_arrange else [request["person"]], at)


def numbers_requested(told: Consortium, event: Record, at: datetime) -> Told:
    return _all(told, _staff(told, event["host"], SETTLES), at)


def source_health_changed(told: Consortium, calendar: Record, at: datetime) -> Told:
    return _all(told, _staff(told, calendar["partner"], SETTLES), at)


def _staff(told: Consortium, partner: str, roles: set[str]) -> list[str]:
    return [
        person["id"]
        for person in told.data["people"]
        if any(role["partner"] == partner and role["role"] in roles for role in person["roles"])
    ]


def _office(told: Consortium) -> list[str]:
    return [person["id"] for person in told.data["people"] if "office" in person["consortium_roles"]]


def _all(told: Consortium, people: Iterable[str], at: datetime, *, urgent: bool = False) -> Told:
    """Each of them once; nothing that is merely followed or muted comes into it."""
    found = Told()
    for person in people:
        address, recipient = told.address(person), told.recipient(person)
        recipient.firm = True
        if recipient.suppressed:
            found.suppressed[address] = recipient.suppressed
        elif not urgent and (until := recipient.quiet_until(at)):
            found.held_until[address] = (recipient.language, until)
        else:
            found.at_once[address] = recipient.language
    return found
