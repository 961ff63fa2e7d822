"""Coming in, at the HTTP door."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from shared.api.fields import Body, Email, Line

Scope = Literal["read", "write"]
Secret = Annotated[str, Field(min_length=1, max_length=200)]


class SignIn(Body):
    """Who wants to sign in."""

    email: Email


class SignInAccepted(BaseModel):
    """The same for everybody, known or not."""

    detail: str = "If somebody here has this address, a link is on its way to it."


class SessionAsked(Body):
    """What opens a session, or continues one: a link's token, or a refresh token."""

    token: Secret | None = None
    refresh_token: Secret | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "SessionAsked":
        if (self.token is None) == (self.refresh_token is None):
            raise PydanticCustomError("required", "Send a token or a refresh_token.")
        return self


class TokensShown(BaseModel):
    """What a session is used and continued with; `expires_in` seconds."""

    model_config = ConfigDict(from_attributes=True)

    access_token: str
    refresh_token: str
    expires_in: int


class TokenAsked(Body):
    """A machine's token to be issued, for a year unless said otherwise."""

    name: Line
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=2)]
    expires_at: AwareDatetime | None = None


class TokenShown(BaseModel):
    """A machine's token, without its secret."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    scopes: list[Scope]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    version: int


class TokenIssued(TokenShown):
    """A machine's token, with its secret, which is shown this once."""

    token: str
