"""What can be done to an event, as it comes in: to do it, or to see beforehand whom it would be told."""

from typing import Any, Literal

from pydantic import BaseModel, model_validator
from pydantic_core import PydanticCustomError

from services.events.calendar.schemas import EventPatch
from services.events.occurrences.schemas import OccurrenceChange
from shared.api.fields import Body, Line, OptionalLine, Text


class Submission(Body):
    """That an event is ready to be reviewed, and what the reviewer should know."""

    note: Text = ""
    over_conflicts: OptionalLine = ""


class Withdrawal(Body):
    """That an event is not to be reviewed after all."""


class Review(Body):
    """What a reviewer decided, and why; of which version, if it matters that it is the newest."""

    answer: Literal["approved", "changes_requested"]
    note: Text = ""
    version: int | None = None
    over_conflicts: OptionalLine = ""


class Publication(Body):
    """That an event is to be published, or that a postponed one will be when it was to be; and why over conflicts."""

    over_conflicts: OptionalLine = ""


class Postponement(Body):
    """That an event will be at another time, which is to come, and what people are told is why."""

    reason: Line


class Cancellation(Body):
    """That an event is to be cancelled, and what people are told is why."""

    reason: Line


Said = Submission | Withdrawal | Review | Publication | EventPatch | Postponement | Cancellation | OccurrenceChange


class Change(Body):
    """One change of an event: exactly one of these."""

    submission: Submission | None = None
    withdrawal: Withdrawal | None = None
    review: Review | None = None
    publication: Publication | None = None
    patch: EventPatch | None = None
    postponement: Postponement | None = None
    cancellation: Cancellation | None = None
    occurrence: OccurrenceChange | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "Change":
        if len(self._named) != 1:
            raise PydanticCustomError("required", f"Name exactly one of {', '.join(Change.model_fields)}.")
        return self

    @property
    def said(self) -> Said:
        """The change."""
        return self._named[0]

    @property
    def _named(self) -> list[Said]:
        return [said for name in Change.model_fields if (said := getattr(self, name)) is not None]


class PreviewOf(Body):
    """The change whose messages are asked for."""

    change: Change


class MessageShown(BaseModel):
    """A message that a change would tell."""

    name: str
    body: dict[str, Any]


class Preview(BaseModel):
    """The messages that a change would tell."""

    messages: list[MessageShown]
