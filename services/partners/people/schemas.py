"""A person at the HTTP door."""

from datetime import date, time
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from services.partners.imports import Importable
from services.partners.pages import Words
from shared.api.fields import Body, Code, Email, Line, Zone
from shared.api.paging import Page
from shared.messages.partners import ConsortiumRole, Language, Role
from shared.settings import settings

EmailState = Literal["ok", "bounced", "complained"]
PersonState = Literal["active", "left"]
Purpose = Literal["operational_email", "newsletter", "directory_listing", "photo", "follow_up_research"]


def _wall(value: time) -> time:
    if value.tzinfo is not None:
        raise PydanticCustomError("invalid-time", "A wall time has no offset.")
    return value


WallTime = Annotated[time, AfterValidator(_wall)]


class QuietHours(Body):
    """Wall times between which nothing that can wait is sent; may span midnight."""

    model_config = ConfigDict(from_attributes=True)

    start: WallTime
    end: WallTime


class Affiliation(Body):
    """That a person belongs to a partner, for a while."""

    model_config = ConfigDict(from_attributes=True)

    partner_id: UUID
    kind: Code
    since: date | None = None
    until: date | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Affiliation":
        if self.since and self.until and self.until < self.since:
            raise PydanticCustomError("end-before-start", "It ends before it begins.")
        return self


class PartnerRole(Body):
    """What a person may do for a partner."""

    model_config = ConfigDict(from_attributes=True)

    partner_id: UUID
    role: Role


class PersonDraft(Body):
    """A person to be recorded."""

    name: Line
    email: Email
    email_state: EmailState = "ok"
    language: Language = "en"
    time_zone: Zone = Field(default_factory=lambda: settings().time_zone)
    quiet_hours: QuietHours | None = None
    state: PersonState = "active"
    has_account: bool = True
    affiliations: list[Affiliation] = Field([], max_length=100)
    roles: list[PartnerRole] = Field([], max_length=100)
    consortium_roles: list[ConsortiumRole] = Field([], max_length=2)
    consents: dict[Purpose, bool] = Field({})


class PersonChange(PersonDraft):
    """What is to change of a person; what is not named stays."""

    name: Line = ""
    email: Email = ""


class PersonRecord(PersonDraft, Importable):
    """A person as another system knows her."""


class PersonShown(BaseModel):
    """A person, to herself, the office, and the admins of where she belongs."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    external_id: str | None
    name: str
    email: str
    email_state: EmailState
    language: Language
    time_zone: str
    quiet_hours: QuietHours | None
    state: PersonState
    has_account: bool
    affiliations: list[Affiliation]
    roles: list[PartnerRole]
    consortium_roles: list[ConsortiumRole]
    consents: dict[str, bool]
    version: int


class PeoplePage(Page):
    """Which people; `q` finds words of names and addresses, `partner` who belongs or belonged there."""

    q: Words | None = None
    partner: UUID | None = None
