"""An interaction at the HTTP door."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict
from pydantic_core import PydanticCustomError

from services.partners.today import today
from shared.api.fields import Body, Text

InteractionKind = Literal["call", "visit", "meeting", "letter", "other"]


def _said(value: str) -> str:
    if not value:
        raise PydanticCustomError("blank", "Say something here; spaces alone do not count.")
    return value


def _past(value: date) -> date:
    if value > today():
        raise PydanticCustomError("not-yet", "What is still to come is an event.")
    return value


Summary = Annotated[Text, AfterValidator(_said)]
HeldOn = Annotated[date, AfterValidator(_past)]


class InteractionDraft(Body):
    """An interaction to be noted."""

    kind: InteractionKind
    held_on: HeldOn
    summary: Summary


class InteractionChange(Body):
    """What was noted wrongly; what is not named stays."""

    kind: InteractionKind = "other"
    held_on: HeldOn = date.min
    summary: Summary = ""


class InteractionShown(BaseModel):
    """An interaction; `noted_by` is a person's id, and null once she was erased."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    partner_id: UUID
    kind: InteractionKind
    held_on: date
    summary: str
    noted_by: UUID | None
    version: int
