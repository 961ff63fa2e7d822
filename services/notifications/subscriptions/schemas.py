"""Subscriptions at the HTTP door."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from shared.api.fields import Body, Code, Email, Zone
from shared.api.paging import Page

Kind = Literal["everything", "partner", "community", "initiative", "program", "topic", "audience"]
Frequency = Literal["immediate", "daily", "weekly", "never"]
RECORDS = ("partner", "community", "initiative", "program")


class Target(Body):
    """What is followed: a record by its id, a topic or an audience by its word, or everything."""

    kind: Kind
    id: Code | None = None

    @model_validator(mode="after")
    def _named_as_its_kind_is(self) -> "Target":
        if (self.id is None) != (self.kind == "everything"):
            raise PydanticCustomError("invalid-target", "Everything has no id; whatever else is followed has one.")
        if self.kind in RECORDS:
            try:
                self.id = str(UUID(self.id))
            except ValueError as error:
                raise PydanticCustomError("invalid-id", "This kind of target is named by its id.") from error
        return self

    @property
    def key(self) -> str:
        """How the target is kept."""
        return self.id or ""


class NewSubscription(Body):
    """Follow something; for oneself unless the office says for whom."""

    person_id: UUID | None = None
    target: Target
    frequency: Frequency = "immediate"
    muted: bool = False
    muted_until: date | None = None


class SubscriptionChange(Body):
    """Another frequency, or silence for a while."""

    frequency: Frequency | None = None
    muted: bool | None = None
    muted_until: date | None = None

    def said(self) -> dict[str, Any]:
        """What is to be otherwise; only a day may be taken back."""
        given = self.model_dump(exclude_unset=True)
        return {name: value for name, value in given.items() if value is not None or name == "muted_until"}


class SubscriptionRecord(Body):
    """A subscription as it is imported: a person's, or a follower's by address."""

    external_id: Code
    person_id: UUID | None = None
    email: Email | None = None
    language: Literal["en", "es"] = "en"
    time_zone: Zone = "UTC"
    confirmed: bool = False
    target: Target
    frequency: Frequency = "immediate"
    muted: bool = False
    muted_until: date | None = None

    @model_validator(mode="after")
    def _of_one(self) -> "SubscriptionRecord":
        if (self.person_id is None) == (self.email is None):
            raise PydanticCustomError("invalid-follower", "It is either a person's or an address's.")
        return self


class SubscriptionRecords(Body):
    """What the import door takes at a time."""

    records: list[SubscriptionRecord] = Field(max_length=500)


class TargetOut(BaseModel):
    """What is followed."""

    kind: str
    id: str | None


class SubscriptionOut(BaseModel):
    """A subscription."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    external_id: str | None
    person_id: UUID | None
    email: str | None
    target: TargetOut
    frequency: str
    muted: bool
    muted_until: date | None
    state: str
    version: int


class SubscriptionPage(Page):
    """Whose subscriptions; one's own unless the office asks."""

    person: UUID | None = None
