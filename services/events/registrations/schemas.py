"""Registrations, as they come in and go out."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from services.events.calendar.fields import Codes
from services.events.registrations.day_schemas import DayPlaces, Days, DayShown
from services.events.registrations.states import State
from shared.api.fields import Body, Code, Email, Line, OptionalLine
from shared.api.paging import Page

Occurrence = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\d(T\d\d:\d\d)?$")]
PartySize = Annotated[int, Field(ge=1, le=1_000)]
Language = Literal["en", "es"]


class SignUp(Body):
    """Who wants to come, and as what: the caller herself, or, without an account, a name and an address.

    Hosting staff may name somebody: by `person_id`, or by name and address. Of an event with sessions, whoever
    names no `days` comes to all.
    """

    person_id: UUID | None = None
    name: Line | None = None
    email: Email | None = None
    language: Language = "en"
    occurrence: Occurrence | None = None
    role: Code | None = None
    party_size: PartySize = 1
    minor: Line | None = None
    guardian_consent: bool = False
    days: Days | None = None


class WalkIn(Body):
    """Somebody who is there without a registration; without `days`, for all that have not begun.

    She is there on the first day that is named.
    """

    name: Line
    occurrence: Occurrence | None = None
    role: Code | None = None
    party_size: PartySize = 1
    days: Days | None = None


class Ended(Body):
    """Why a registration is ended, if anything is to be said."""

    reason: OptionalLine = ""


class Met(Body):
    """Which of the things that a registration waits for are there now."""

    met: Annotated[Codes, Field(min_length=1)]


class PartyPatch(Body):
    """How many come after all: fewer than before."""

    party_size: PartySize


class HoursGiven(Body):
    """How long somebody helped, and whether in her own time or in paid time."""

    hours: Annotated[float, Field(ge=0, le=1_000)]
    own_time: bool


class HoursAnswer(Body):
    """Whether hours are as somebody else saw them."""

    answer: Literal["verified", "disputed"]


class LinkAnswer(Body):
    """What is done by a link; a party size goes with its change, and so do days."""

    action: Literal["acceptance", "cancellation", "guardian_consent", "party_size", "days"]
    party_size: PartySize | None = None
    days: Days | None = None


class HoursShown(BaseModel):
    """Hours, and what a verifier said of them."""

    hours: float
    own_time: bool
    state: Literal["submitted", "verified", "disputed"]
    verified_by: UUID | None


class RegistrationShown(BaseModel):
    """A registration, and why it is where it is."""

    id: UUID
    external_id: str | None
    event_id: UUID
    occurrence: str | None
    person_id: UUID | None
    name: str
    email: str
    minor: str | None
    role: str | None
    state: State
    party_size: int
    position: int | None
    code: str
    reason: str
    waits_for: list[str]
    offer_expires_at: AwareDatetime | None
    registered_on: date
    hours: HoursShown | None
    days: list[DayShown]
    version: int


class LineShown(BaseModel):
    """Places of a role, or of an event that has no roles; no number left where there is no end of them."""

    role: str | None
    capacity: int | None
    left: int | None
    waiting: int


class PlacesShown(BaseModel):
    """Whether one can sign up now, why not, and how many places there are."""

    open: bool
    code: str
    reason: str
    lines: list[LineShown]
    days: list[DayPlaces]


class LinkedEvent(BaseModel):
    """What a link says of the event that a registration is for."""

    id: UUID
    title: str
    host_id: UUID
    state: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str


class Assigned(BaseModel):
    """Those whose group has changed."""

    items: list[RegistrationShown]


class OwnRegistration(RegistrationShown):
    """A registration with what one must know of its event, or of the day that it is for."""

    event: LinkedEvent


class LinkedRegistration(BaseModel):
    """What a link leads to, what can be done by it, and how many places the days have."""

    event: LinkedEvent
    registration: RegistrationShown
    days: list[DayPlaces]
    allowed: list[Literal["acceptance", "cancellation", "guardian_consent", "party_size", "days"]]


class RosterFilters(Page):
    """Which of an event's registrations are asked for."""

    state: list[State] = Field(default_factory=list)
    occurrence: Occurrence | None = None
    session: UUID | None = None
    group: Line | None = None


class OwnFilters(Page):
    """Whose registrations: one's own, or, for the office, everybody's."""

    mine: bool = True
