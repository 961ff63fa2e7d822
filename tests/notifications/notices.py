"""Messages that concern a few, each with one obvious default."""

from datetime import date, datetime, timedelta
from typing import Any

from shared.messages import agreements, needs, notifications, participation
from shared.sealing import seal
from tests.notifications.builders import EVENT, HOST, NOON, named

UNION = named("partner", "union")
LINK = "http://consortium.test/links/events/a-very-secret-token"
STARTS_AT = NOON + timedelta(days=13, hours=-2)


def sealed() -> str:
    return seal(LINK.encode(), "link").decode()


def an_occasion(**given: Any) -> dict[str, Any]:
    """The screening, on a Saturday morning in the library."""
    starts_at: datetime = given.pop("starts_at", STARTS_AT)
    facts = {
        "event_id": EVENT,
        "uid": "screening@example.org",
        "title": "Heart-healthy screening",
        "host_id": HOST,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(hours=2),
        "time_zone": "America/Chicago",
        "place": "Main Street Library, St. Louis",
        "contact": "ana.ruiz@example.org",
    }
    return facts | given


def review_requested(**given: Any) -> participation.ReviewRequested:
    facts: dict[str, Any] = {
        "review_id": named("review", "one"),
        "occasion": an_occasion(),
        "requested_by": named("person", "ana"),
        "reviewers": "partner",
        "reviewer_ids": (named("person", "rea"),),
        "note": "We would like to print it on Friday.",
    }
    return participation.ReviewRequested(**facts | given)


def review_answered(**given: Any) -> participation.ReviewAnswered:
    facts = {
        "review_id": named("review", "one"),
        "occasion": an_occasion(),
        "requested_by": named("person", "ana"),
        "answer": "changes_requested",
        "note": "Please say how one gets there by bus.",
        "version": 2,
    }
    return participation.ReviewAnswered(**facts | given)


def cohost_invited(**given: Any) -> participation.CohostInvited:
    facts = {
        "occasion": an_occasion(),
        "partner_id": UNION,
        "role": "cohost",
        "invited_by": named("person", "ana"),
        "note": "You know the neighborhood.",
        "sealed_link": sealed(),
        "expires_at": STARTS_AT,
    }
    return participation.CohostInvited(**facts | given)


def cohost_uninvited(**given: Any) -> participation.CohostUninvited:
    facts = {"occasion": an_occasion(), "partner_id": UNION, "role": "cohost", "version": 2}
    return participation.CohostUninvited(**facts | given)


def cohost_answered(**given: Any) -> participation.CohostAnswered:
    facts = {
        "occasion": an_occasion(),
        "partner_id": UNION,
        "invited_by": named("person", "ana"),
        "answer": "another_date",
        "note": "We have a wedding on that day.",
        "proposed_starts_at": STARTS_AT + timedelta(days=7),
    }
    return participation.CohostAnswered(**facts | given)


def registration_changed(name: str = "bea", **given: Any) -> participation.RegistrationChanged:
    facts = {
        "registration_id": named("registration", name),
        "occasion": an_occasion(),
        "registrant": {"person_id": named("person", name)},
        "change": "registered",
        "live": given.get("change", "registered") in {"registered", "waitlisted", "offered", "promoted"},
        "sealed_link": sealed(),
    }
    return participation.RegistrationChanged(**facts | given)


def accommodation_changed(**given: Any) -> participation.AccommodationChanged:
    facts = {
        "accommodation_id": named("accommodation", "one"),
        "occasion": an_occasion(),
        "registrant": {"person_id": named("person", "bea")},
        "change": "requested",
        "answer_by": NOON + timedelta(days=2),
        "arranger_ids": (named("person", "ana"),),
    }
    return participation.AccommodationChanged(**facts | given)


def numbers_requested(**given: Any) -> participation.NumbersRequested:
    facts = {
        "occasion": an_occasion(starts_at=NOON - timedelta(hours=4)),
        "time": 1,
        "site_email": "library@example.org",
        "sealed_link": sealed(),
        "expires_at": NOON + timedelta(days=30),
    }
    return participation.NumbersRequested(**facts | given)


def source_health_changed(**given: Any) -> participation.SourceHealthChanged:
    facts = {
        "source_id": named("source", "one"),
        "partner_id": UNION,
        "title": "La Unión's own days",
        "healthy": False,
        "problem": "The address answers 404.",
        "failing_since": NOON - timedelta(hours=6),
    }
    return participation.SourceHealthChanged(**facts | given)


def agreement_expiring(**given: Any) -> agreements.AgreementExpiring:
    facts = {
        "agreement_id": named("agreement", "one"),
        "kind": "affiliation",
        "title": "Trainees in the evening clinic",
        "party_ids": (HOST, UNION),
        "owner_ids": (named("person", "ana"), named("person", "una")),
        "expires_on": date(2030, 12, 31),
        "days": 30,
    }
    return agreements.AgreementExpiring(**facts | given)


def follow_requested(**given: Any) -> notifications.FollowRequested:
    facts: dict[str, Any] = {
        "subscription_id": named("subscription", "one"),
        "email": "gil@example.org",
        "target_kind": "partner",
        "target_id": str(HOST),
        "sealed_link": sealed(),
        "expires_at": NOON + timedelta(days=7),
    }
    return notifications.FollowRequested(**facts | given)


def reminder_came_due(**given: Any) -> notifications.ReminderCameDue:
    facts = {"occasion": an_occasion(contact="access@example.org"), "minutes": 1_440, "host_ids": (HOST, UNION)}
    return notifications.ReminderCameDue(**facts | given)


def need_moved(**given: Any) -> needs.NeedMoved:
    facts = {
        "need_id": named("need", "one"),
        "version": 3,
        "title": "Rides to specialist visits",
        "step": "closed_unmet",
        "raised_by": named("person", "ana"),
        "raised_for": UNION,
        "note": "Nobody has a van on weekdays.",
    }
    return needs.NeedMoved(**facts | given)


def match_proposed(**given: Any) -> needs.MatchProposed:
    facts = {
        "match_id": named("match", "one"),
        "need_id": named("need", "one"),
        "need": "Rides to specialist visits",
        "strength": "Vans on weekdays",
        "side": "strength",
        "partner_id": UNION,
        "giver_id": UNION,
        "reasons": ("Works in Inner-ring suburbs", "About the same: Transportation"),
    }
    return needs.MatchProposed(**facts | given)


def match_settled(**given: Any) -> needs.MatchSettled:
    facts = {
        "match_id": named("match", "one"),
        "need_id": named("need", "one"),
        "version": 4,
        "need": "Rides to specialist visits",
        "strength": "Vans on weekdays",
        "outcome": "declined",
        "giver_id": UNION,
        "raised_by": named("person", "ana"),
        "proposed_by": named("person", "off"),
        "note": "A van is no bus.",
    }
    return needs.MatchSettled(**facts | given)


EVERY_KIND = {
    "review_requested": review_requested,
    "review_answered": review_answered,
    "cohost_invited": cohost_invited,
    "cohost_uninvited": cohost_uninvited,
    "cohost_answered": cohost_answered,
    "registration_changed": registration_changed,
    "accommodation_changed": accommodation_changed,
    "numbers_requested": numbers_requested,
    "source_health_changed": source_health_changed,
    "agreement_expiring": agreement_expiring,
    "follow_requested": follow_requested,
    "need_moved": need_moved,
    "match_proposed": match_proposed,
    "match_settled": match_settled,
    "reminder": reminder_came_due,
}
