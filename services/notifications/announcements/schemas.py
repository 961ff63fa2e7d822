"""Announcements at the HTTP door."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from shared.api.fields import Body, Code, Line, WebAddress
from shared.api.paging import Page

Language = Literal["en", "es"]
_BY_ID = ("partner", "group", "community", "initiative", "program")


class Target(Body):
    """To whom: everybody, the members' people, a record's by its id, or the followers of a topic or an audience."""

    kind: Literal[
        "everybody", "members", "partner", "group", "community", "initiative", "program", "topic", "audience"
    ]
    id: Code | None = None

    @model_validator(mode="after")
    def _named_as_its_kind_is(self) -> "Target":
        if (self.id is None) != (self.kind in {"everybody", "members"}):
            raise PydanticCustomError("invalid-target", "Everybody and members have no id; all others have one.")
        if self.kind in _BY_ID:
            try:
                self.id = str(UUID(self.id))
            except ValueError as error:
                raise PydanticCustomError("invalid-id", "This kind of target is named by its id.") from error
        return self

    @property
    def key(self) -> str:
        """How the target is kept."""
        return self.id or ""


class Words(Body):
    """A title, and a text of plain paragraphs, with empty lines between them."""

    title: Line
    text: Annotated[str, StringConstraints(min_length=1, max_length=20_000)]


class AnnouncementIn(Body):
    """What is announced, in one language or both, to whom, and where one may read on."""

    texts: Annotated[dict[Language, Words], Field(min_length=1)]
    url: WebAddress | Literal[""] = ""
    target: Target


class AnnouncementChange(Body):
    """What of a draft is to be otherwise."""

    texts: Annotated[dict[Language, Words], Field(min_length=1)] | None = None
    url: WebAddress | Literal[""] | None = None
    target: Target | None = None

    def said(self) -> dict[str, Any]:
        """What is to be otherwise; nothing can be taken away."""
        return {name: value for name, value in self.model_dump(exclude_unset=True).items() if value is not None}


class Sending(Body):
    """To how many it goes, so that nobody sends to more than she knows of."""

    recipients: Annotated[int, Field(ge=0)]


class AnnouncementOut(BaseModel):
    """An announcement; once it is sent, with what became of it. `left` have neither gone nor been given up."""

    id: UUID
    texts: dict[Language, Words]
    url: str
    target: Target
    author_id: UUID
    state: Literal["draft", "sending", "sent", "stopped"]
    email_id: UUID | None
    counts: dict[str, int]
    held: int
    left: int
    tests: int
    version: int
    created_at: datetime
    sent_at: datetime | None
    stopped_at: datetime | None


class AnnouncementPreview(BaseModel):
    """To how many it would go now, of whom so many after their quiet hours, and to how many not, by the reason."""

    audience_as_of: datetime
    recipients: int
    held: int
    suppressed: dict[str, int]
    subjects: dict[Language, str]


class AnnouncementPage(Page):
    """Announcements, newest first."""
