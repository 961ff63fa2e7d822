"""An agreement at the HTTP door."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic_core import PydanticCustomError

from services.partners.imports import Importable, KeptDate
from services.partners.pages import Words
from shared.api.fields import Body, Line, OptionalLine, Text
from shared.api.paging import Page
from shared.messages.agreements import AgreementKind, AgreementState


class Owner(Body):
    """Who looks after an agreement, and for which of its parties."""

    model_config = ConfigDict(from_attributes=True)

    partner_id: UUID
    person_id: UUID


class Approval(Body):
    """That a body said yes to an agreement, and when; some endorse first what others approve."""

    body: Line
    endorsed_on: KeptDate | None = None
    approved_on: KeptDate | None = None


class AgreementChange(Body):
    """What is to change of an agreement; what is not named stays."""

    kind: AgreementKind = "MOU"
    scope: Line = ""
    party_ids: list[UUID] = Field([], min_length=2, max_length=50)
    owners: list[Owner] = Field([], max_length=100)
    effective_on: date = date.min
    expires_on: date | None = None
    notice_days: Annotated[int, Field(ge=0, le=730)] = 90
    document: Line | None = None
    approvals: list[Approval] = Field([], max_length=50)
    dates_note: Text | None = None

    @field_validator("party_ids")
    @classmethod
    def _each_once(cls, parties: list[UUID]) -> list[UUID]:
        if len(set(parties)) < len(parties):
            raise PydanticCustomError("repeated", "Each party is named once.")
        return parties


class AgreementDraft(AgreementChange):
    """An agreement to be drafted; one that renews another follows it by a day unless `dates_note` says why not."""

    kind: AgreementKind
    scope: Line
    party_ids: list[UUID] = Field(min_length=2, max_length=50)
    effective_on: date
    renewal_of: UUID | None = None


class AgreementRecord(AgreementDraft, Importable):
    """An agreement as another system knows it."""

    scope: OptionalLine = ""
    state: AgreementState = "in_force"
    state_reason: Text | None = None


class OwnerShown(Owner):
    """Who looks after an agreement for one of its parties, by name."""

    name: str


class AgreementShown(BaseModel):
    """An agreement; `renewed_by` is the one that follows it, `at_risk` that it will end with none signed to follow.

    `allowed` are the moves that its state is open to.
    """

    id: UUID
    external_id: str | None
    kind: AgreementKind
    scope: str
    party_ids: list[UUID]
    owners: list[OwnerShown]
    effective_on: date
    expires_on: date | None
    days_left: int | None
    notice_days: int
    document: str | None
    approvals: list[Approval]
    state: AgreementState
    state_reason: str | None
    renewal_of: UUID | None
    renewed_by: UUID | None
    dates_note: str | None
    at_risk: bool
    allowed: list[str]
    version: int


class AgreementsPage(Page):
    """Which agreements; `q` finds words of scope and kind, `partner` those that bind it."""

    q: Words | None = None
    partner: UUID | None = None
    kind: AgreementKind | None = None
    state: AgreementState | None = None
    at_risk: bool | None = None
