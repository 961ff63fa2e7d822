"""Suppressions at the HTTP door."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from shared.api.fields import Body, Email, Line
from shared.api.paging import Page

# What an address is not written to: nothing at all, nothing that it merely follows, no announcements.
Scope = Literal["all", "following", "announcements"]
Reason = Literal["bounced", "complained", "unsubscribed"]


class SuppressionOut(BaseModel):
    """An address that is not written to: why, since when, and where that was learned."""

    model_config = ConfigDict(from_attributes=True)

    address: str = Field(validation_alias="address_key")
    scope: str
    reason: str
    source: str
    note: str
    by_person_id: UUID | None
    since: datetime


class SuppressionPage(Page):
    """All, or those of one address."""

    address: Email | None = None


class NewSuppression(Body):
    """An address that is to be left alone, and the office's word on it."""

    address: Email
    scope: Scope = "all"
    reason: Reason = "unsubscribed"
    note: Line


class Recovery(Body):
    """That an address may be written to again: one's own, or with the office's word somebody's."""

    address: Email | None = None
    scope: Scope = "all"
    note: Line | None = None


class Standing(BaseModel):
    """What still stands in the way of an address, the reason by scope; `lifted` says whether anything did."""

    address: str
    lifted: bool
    suppressed: dict[str, str]
