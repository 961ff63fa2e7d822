"""What events tells of those who take part: who is asked, who answered, who has a place."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from shared.messages.message import Fact, Message


class Registrant(Fact):
    """Whom to write to about a registration: a person whom everybody knows, or an address that was given for it."""

    person_id: UUID | None = None
    name: str = ""
    email: str = ""
    language: Literal["en", "es"] = "en"


class RegistrationRecorded(Message):
    """Somebody has, or had, a place at an event, for copies alone; for a minor, `person_id` is the guardian.

    Of those who are `live`, some wait for a place and do not have it. Who has no record with the consortium is
    known by the address that she gave.
    """

    name = "events.registration_recorded"
    audience = ("notifications",)

    registration_id: UUID
    event_id: UUID
    person_id: UUID | None = None
    live: bool
    has_place: bool = True
    occurrence: str | None = None
    registrant: Registrant = Registrant()


class Occasion(Fact):
    """What an email about an event must say of it: which, whose, when and where.

    `uid` and `sequence` are what calendars know it by; `contact` is who answers questions for its host.
    """

    event_id: UUID
    uid: str = ""
    sequence: int = 0
    title: str
    host_id: UUID
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    time_zone: str
    place: str = ""
    contact: str = ""


class ReviewRequested(Message):
    """An event waits for a reviewer: of its host, or of the consortium's office.

    `reviewer_ids` are all who may answer; they, and nobody else, are told.
    """

    name = "events.review_requested"
    audience = ("notifications",)

    review_id: UUID
    occasion: Occasion
    requested_by: UUID
    reviewers: Literal["partner", "office"]
    reviewer_ids: tuple[UUID, ...] = ()
    note: str = ""


class ReviewAnswered(Message):
    """A reviewer has decided; whoever asked is told."""

    name = "events.review_answered"
    audience = ("notifications",)

    review_id: UUID
    occasion: Occasion
    requested_by: UUID
    answer: Literal["approved", "changes_requested"]
    note: str = ""


class CohostInvited(Message):
    """A partner is asked to carry an event, or, after its time or place changed, asked again.

    The sealed link answers without an account.
    """

    name = "events.cohost_invited"
    audience = ("notifications",)
    secrets = ("sealed_link",)

    occasion: Occasion
    partner_id: UUID
    role: Literal["cohost", "sponsor", "promoter"]
    invited_by: UUID | None = None
    again: bool = False
    note: str = ""
    sealed_link: str
    expires_at: AwareDatetime


class CohostUninvited(Message):
    """A partner is not asked any longer to carry an event; whoever was told that it is asked is told."""

    name = "events.cohost_uninvited"
    audience = ("notifications",)

    occasion: Occasion
    partner_id: UUID
    role: Literal["cohost", "sponsor", "promoter"]


class CohostAnswered(Message):
    """A partner said yes or no, proposed another date, or left; the host is told.

    Nobody is named as having invited one that came in with an import.
    """

    name = "events.cohost_answered"
    audience = ("notifications",)

    occasion: Occasion
    partner_id: UUID
    invited_by: UUID | None = None
    answer: Literal["accepted", "declined", "another_date", "withdrawn"]
    note: str = ""
    proposed_starts_at: AwareDatetime | None = None


class DayTold(Fact):
    """One day of an event of several on which somebody is expected, or where she `waits`, for it is full."""

    title: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    place: str = ""
    group: str = ""
    waits: bool = False


class RegistrationChanged(Message):
    """Somebody has a place, waits for one, is offered one, or gave it up; she is told, and copies are kept.

    `position` is the place in the queue, `sealed_link` leads to her registration without an account; an offer
    ends at `offer_expires_at`. `days` says when and where she is expected at an event of several days, and is the
    change itself when nothing else has changed.

    Why it is so is `reason_code`, and `waits_for` what is still asked; `reason` says it in English. `note` is what
    somebody of the host, `noted_by`, wrote with it.
    """

    name = "events.registration_changed"
    audience = ("notifications",)
    secrets = ("sealed_link",)

    registration_id: UUID
    occasion: Occasion
    registrant: Registrant
    change: Literal[
        "registered",
        "waitlisted",
        "offered",
        "promoted",
        "lapsed",
        "pending_requirement",
        "cancelled_by_person",
        "cancelled_by_host",
        "days",
    ]
    live: bool
    occurrence: str | None = None
    role: str = ""
    party_size: int = 1
    position: int | None = None
    reason: str = ""
    reason_code: str = ""
    waits_for: tuple[str, ...] = ()
    note: str = ""
    noted_by: UUID | None = None
    offer_expires_at: AwareDatetime | None = None
    sealed_link: str = ""
    days: tuple[DayTold, ...] = ()


class AccommodationChanged(Message):
    """A request for an accommodation came in, or was answered; ids alone, for what it says is private.

    Those who arrange (`arranger_ids`) hear what is asked, declined, withdrawn, sent back or due soon; the office,
    that somebody is to be refused and it must agree (`review_needed`); whoever asked, everything else, with the
    link to her registration where she has no account.
    """

    name = "events.accommodation_changed"
    audience = ("notifications",)
    secrets = ("sealed_link",)

    accommodation_id: UUID
    occasion: Occasion
    registrant: Registrant
    change: Literal[
        "requested",
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
    ]
    answer_by: AwareDatetime
    arranger_ids: tuple[UUID, ...] = ()
    sealed_link: str = ""


class NumbersRequested(Message):
    """An event is over, and its numbers are asked for: the first time, or again. The link needs no account."""

    name = "events.numbers_requested"
    audience = ("notifications",)
    secrets = ("sealed_link",)

    occasion: Occasion
    time: Literal[1, 2, 3]
    site_email: str = ""
    sealed_link: str
    expires_at: AwareDatetime


class SourceHealthChanged(Message):
    """A partner's own calendar cannot be read any more, or can be again; its owner is told."""

    name = "events.source_health_changed"
    audience = ("notifications",)

    source_id: UUID
    partner_id: UUID
    title: str
    healthy: bool
    problem: str = ""
    failing_since: AwareDatetime | None = None
