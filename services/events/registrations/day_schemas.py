"""The days of a registration, as they come in and go out."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from shared.api.fields import Body, Line
from shared.messages.events import Venue


class DayGiven(Body):
    """A session that somebody comes to, and the group that she goes with, where one may choose."""

    session_id: UUID
    group: Line | None = None


Days = Annotated[list[DayGiven], Field(min_length=1, max_length=100)]


class DaysGiven(Body):
    """All the sessions that somebody comes to after all."""

    days: Days


class CheckIn(Body):
    """On which day somebody is there, at an event of several; `there` takes a mistake back."""

    session_id: UUID | None = None
    there: bool = True


class Assignment(Body):
    """Who goes with which group of a session: these, or, without names, all who have none yet, spread evenly.

    Without a group, these go with none.
    """

    group: Line | None = None
    registration_ids: Annotated[list[UUID], Field(max_length=500)] | None = None


class DayShown(BaseModel):
    """A session of somebody's registration: when, where, and her place in its queue while it is full."""

    session_id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    venue: Venue | None
    group: str | None
    waiting: bool
    position: int | None
    checked_in_at: datetime | None


class GroupPlaces(BaseModel):
    """A group of a session, and how many places are left with it."""

    name: str
    venue: Venue | None
    capacity: int | None
    left: int | None


class DayPlaces(BaseModel):
    """A session's places; no number left where there is no end of them."""

    session_id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    venue: Venue | None
    capacity: int | None
    left: int | None
    waiting: int
    groups: list[GroupPlaces]
    groups_by_choice: bool
