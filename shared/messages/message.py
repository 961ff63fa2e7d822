"""What a message is: a fact in the past tense, whole, with its audience."""

from typing import Any, ClassVar
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict


class Fact(BaseModel):
    """A part of a message. Frozen; fields are only ever added, with defaults; unknown ones are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Message(Fact):
    """One fact that one service tells others.

    `name` is `<teller>.<what_happened>`, `audience` the services that hear it, `version` that of the thing
    it speaks of: a listener keeps the newest, in whatever order they arrive. `secrets` names the fields that
    are sealed for the listener and wiped once it has heard.
    """

    name: ClassVar[str]
    audience: ClassVar[tuple[str, ...]]
    secrets: ClassVar[tuple[str, ...]] = ()

    version: int = 1

    @classmethod
    def teller(cls) -> str:
        """The service that tells this message."""
        return cls.name.partition(".")[0]


class Envelope(Fact):
    """A message on its way: who tells it, when, and the correlation id of the request that caused it."""

    id: UUID
    teller: str
    name: str
    body: dict[str, Any]
    correlation_id: str
    told_at: AwareDatetime
