"""Suppressions at the HTTP door."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from shared.api.paging import Page


class SuppressionOut(BaseModel):
    """An address that is not written to, and why."""

    model_config = ConfigDict(from_attributes=True)

    address: str = Field(validation_alias="address_key")
    scope: str
    reason: str
    since: datetime


class SuppressionPage(Page):
    """All, or those of one address."""

    address: str | None = None
