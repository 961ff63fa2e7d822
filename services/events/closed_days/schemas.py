"""Closed days, as they come in and go out."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.events.calendar.fields import unsaid
from shared.api.fields import Body, Line
from shared.api.paging import Page

Day = Annotated[date, Field(ge=date(1970, 1, 1), le=date(2200, 12, 31))]


class NewClosedDays(Body):
    """Days in a row on which a partner is closed, or everybody when it names none; one day when it names no last."""

    partner_id: UUID | None = None
    title: Line
    first_day: Day
    last_day: Day | None = None


class ClosedDaysPatch(Body):
    """What is to change of closed days: the fields that are sent, and no other."""

    title: Line = unsaid()
    first_day: Day = unsaid()
    last_day: Day = unsaid()


class ClosedDaysFilters(Page):
    """Whose closed days are asked for, and from which day on."""

    partner: UUID | None = None
    since: Day | None = None


class ClosedDaysShown(BaseModel):
    """Days on which a partner is closed, or everybody; both ends included."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    partner_id: UUID | None
    title: str
    first_day: date
    last_day: date
    version: int
