"""A partner at the HTTP door."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from services.partners.imports import Importable, KeptDate
from services.partners.pages import Words
from shared.api.fields import Body, Code, Email, Line, OptionalLine, Slug, Text, WebAddress, Zone
from shared.api.paging import Page
from shared.messages.partners import MembershipKind
from shared.settings import settings

PartnerKind = Literal[
    "medical_school", "university", "university_unit", "research_institute", "health_system", "hospital",
    "cancer_center", "clinic", "school", "school_district", "nonprofit", "faith_based", "government", "tribal",
    "employer", "funder", "membership_body", "other",
]  # fmt: skip
PartnerState = Literal["prospect", "active", "dormant", "ending", "ended", "merged"]
Reach = Literal["local", "regional_state", "national", "global"]
Pillar = Literal["education", "clinical", "research", "community"]


# Kept as JSON, which knows no UUID.
KeptId = Annotated[UUID, PlainSerializer(str), WithJsonSchema({"type": "string", "format": "uuid"})]


class Accessibility(Body):
    """How people of all abilities take part, and whom they ask."""

    statement: Text = ""
    contact: OptionalLine = ""


class Relationship(Body):
    """That a partner has to do with another, perhaps for a while."""

    kind: Code
    partner_id: KeptId
    since: KeptDate | None = None
    until: KeptDate | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Relationship":
        if self.since and self.until and self.until < self.since:
            raise PydanticCustomError("end-before-start", "It ends before it begins.")
        return self


class Address(Body):
    """Where a partner is, anywhere in the world: the lines as they are written there, and the country's code."""

    label: OptionalLine = ""
    street: OptionalLine = ""
    locality: OptionalLine = ""
    region: OptionalLine = ""
    postal_code: OptionalLine = ""
    country: Annotated[str, Field(pattern="^([A-Z]{2})?$")] = ""


class Identifier(Body):
    """What another register calls a partner."""

    scheme: Code
    value: Line
    verified: bool = False


class PartnerDraft(Body):
    """A partner to be recorded; without a `slug` it gets one made from its name."""

    name: Line
    kind: PartnerKind
    slug: Slug | None = None
    aliases: list[Line] = Field([], max_length=50)
    parent_id: UUID | None = None
    state: PartnerState = "active"
    state_reason: Text | None = None
    reach: Reach = "local"
    pillars: list[Pillar] = Field([], max_length=4)
    disciplines: list[Code] = Field([], max_length=50)
    languages: list[Code] = Field(["en"], max_length=50)
    time_zone: Zone = Field(default_factory=lambda: settings().time_zone)
    locality: OptionalLine = ""
    country: Annotated[str, Field(pattern="^([A-Z]{2})?$")] = ""
    website: WebAddress | None = None
    email: Email | None = None
    membership: MembershipKind = "none"
    public: bool = True
    blurb: Text = ""
    accessibility: Accessibility = Accessibility()
    request_limit_per_month: Annotated[int, Field(ge=0, le=10_000)] | None = None
    relationships: list[Relationship] = Field([], max_length=200)
    identifiers: list[Identifier] = Field([], max_length=50)
    addresses: list[Address] = Field([], max_length=20)
    owner_id: UUID | None = None


class PartnerChange(PartnerDraft):
    """What is to change of a partner; what is not named stays."""

    name: Line = ""
    kind: PartnerKind = "other"
    slug: Slug = ""


class PartnerRecord(PartnerDraft, Importable):
    """A partner as another system knows it."""


class PartnerShown(BaseModel):
    """A partner; strangers are not shown its email, its limit, the reason of its state and who looks after it."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    external_id: str | None
    slug: str
    name: str
    aliases: list[str]
    kind: str
    parent_id: UUID | None
    state: str
    state_reason: str | None
    reach: str
    pillars: list[str]
    disciplines: list[str]
    languages: list[str]
    time_zone: str
    locality: str
    country: str
    website: str | None
    email: str | None
    membership: str
    public: bool
    blurb: str
    accessibility: Accessibility
    request_limit_per_month: int | None
    relationships: list[Relationship]
    identifiers: list[Identifier]
    addresses: list[Address]
    owner_id: UUID | None
    version: int


class PartnersPage(Page):
    """Which partners; `q` finds words of names and aliases, whatever their accents and case."""

    q: Words | None = None
    kind: PartnerKind | None = None
    state: PartnerState | None = None
    membership: MembershipKind | None = None
    reach: Reach | None = None
    parent: UUID | None = None
