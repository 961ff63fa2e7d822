"""Preferences at the HTTP door."""

from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from services.notifications.preferences.wishes import WISHES, Wish
from services.notifications.subscriptions.models import Recipient
from shared.api.fields import Body, Zone


class QuietHours(Body):
    """Wall times between which nothing that can wait is sent; may span midnight."""

    start: time
    end: time


class PreferenceChange(Body):
    """What is to be otherwise. A kind that is set to null comes as it is followed, or as it always comes."""

    muted_until: date | None = None
    kinds: dict[str, Wish | None] = Field({}, max_length=len(WISHES))

    @field_validator("kinds")
    @classmethod
    def _may_be_said(cls, kinds: dict[str, Wish | None]) -> dict[str, Wish | None]:
        if any(wish is not None and wish not in WISHES.get(kind, ()) for kind, wish in kinds.items()):
            raise PydanticCustomError("invalid-wish", "Of this kind of email this cannot be said.")
        if kinds.keys() - WISHES:
            raise PydanticCustomError("invalid-wish", "There is no such kind of email that one may refuse.")
        return kinds


class FollowerChange(PreferenceChange):
    """The same, and what of whoever has an account stands in her own record."""

    language: Literal["en", "es"] = "en"
    time_zone: Zone = "UTC"
    quiet_hours: QuietHours | None = None


class PreferencesOut(BaseModel):
    """How somebody wants to be written to. `kinds` are what was said of them, `choices` what may be said."""

    person_id: UUID | None
    email: str
    name: str
    language: str
    time_zone: str
    quiet_hours: QuietHours | None
    muted_until: date | None
    kinds: dict[str, str]
    choices: Mapping[str, Sequence[Wish]]
    version: int

    @classmethod
    def of(cls, recipient: Recipient) -> "PreferencesOut":
        """What a recipient has said."""
        same = ("person_id", "name", "language", "time_zone", "muted_until", "version")
        quiet = None
        if recipient.quiet_start is not None and recipient.quiet_end is not None:
            quiet = QuietHours(start=recipient.quiet_start, end=recipient.quiet_end)
        return cls(
            email=recipient.address,
            quiet_hours=quiet,
            kinds=recipient.wishes,
            choices=WISHES,
            **{name: getattr(recipient, name) for name in same},
        )


class WhosePreferences(BaseModel):
    """Whose; one's own unless the office asks."""

    model_config = ConfigDict(extra="forbid")

    person: UUID | None = None
