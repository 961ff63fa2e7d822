"""What a kind of notice is: which message causes it, whom it concerns, until when, and in which words.

A kind is one row of facts about one message; `docs/adding-an-email.md` says how one is added.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from services.notifications.notices.speech import Speech
from shared.api.fields import normalized
from shared.messages import Message
from shared.messages.participation import Occasion, Registrant

SOON = timedelta(hours=24)
M = TypeVar("M", bound=Message)
Facts = Iterable[tuple[str, str]]


@dataclass(frozen=True)
class Route:
    """One way in which a notice reaches people, and by its name why: all who fit what is said here.

    With an `event_id`, whoever has a place there when the email is fanned out; of a series, at that `occurrence`.
    """

    name: str
    person_ids: tuple[str, ...] = ()
    partner_id: str | None = None
    roles: tuple[str, ...] = ()
    consortium_role: str | None = None
    address: str | None = None
    event_id: str | None = None
    occurrence: str | None = None
    language: str = "en"
    called: str = ""

    def as_row(self) -> dict[str, Any]:
        """The route as SQL takes it; `address` in the form in which addresses are compared."""
        return {**asdict(self), "address": normalized(self.address) if self.address else None}


@dataclass(frozen=True)
class Kind(Generic[M]):
    """A kind of notice.

    `cause` is the kind of thing that it is about and `cause_of` which one: of several notices about one thing that
    have not left, the newest is sent. `change` picks among the words; `facts` are rows of label and value, of which
    empty ones are left out; `note` is what somebody wrote, `noted_by` who did. `expires_at` is a hard end, not even
    sent late. `private` ones stand in nobody's history but the recipient's and the office's. Of `deniable` ones
    whoever is known by an address alone may say that it was not she. What asks nothing of anybody `may_be_refused` by
    whoever does not want to know. What `takes_back` an earlier notice about the same thing is told only to whom that
    was sent, and what of it still waits is not sent at all.
    """

    name: str
    message: type[M]
    cause: str
    cause_of: Callable[[M], UUID]
    routes: Callable[[M], Iterable[Route]]
    words: Mapping[str, Mapping[str, str]]
    expires_at: Callable[[M, datetime], datetime]
    path: Callable[[M], str]
    occasion: Callable[[M], Occasion | None] = lambda told: getattr(told, "occasion", None)
    change: Callable[[M], str] = lambda told: str(getattr(told, "change", "told"))
    version: Callable[[M], int] = lambda told: told.version
    facts: Callable[[M, Speech], Facts] = lambda _told, _speech: ()
    said: Callable[[M, Speech], Mapping[str, str]] = field(default=lambda _told, _speech: {})
    note: Callable[[M], str] = lambda told: str(getattr(told, "note", ""))
    noted_by: Callable[[M], UUID | None] = lambda _told: None
    names: Callable[[M], Iterable[UUID | None]] = lambda _told: ()
    is_urgent: Callable[[M, datetime], bool] = lambda _told, _now: False
    private: bool = False
    deniable: bool = False
    may_be_refused: bool = False
    invites: bool = False
    takes_back: bool = False

    @property
    def needs_link(self) -> bool:
        """Whether every notice of this kind leads somewhere by a secret link; in others it may be missing."""
        return any(self.message.model_fields[name].is_required() for name in self.message.secrets)

    def read(self, snapshot: Mapping[str, Any]) -> M:
        """The message as it was told, but for its secrets, which are not kept with it."""
        return self.message.model_validate({**dict.fromkeys(self.message.secrets, ""), **snapshot})


def staff(name: str, partner_id: UUID, *roles: str) -> Route:
    """Whoever holds one of these roles at a partner."""
    return Route(name, partner_id=str(partner_id), roles=roles)


def people(name: str, *person_ids: UUID | None) -> Route:
    """These people, as far as they are known."""
    return Route(name, person_ids=tuple(str(person_id) for person_id in person_ids if person_id))


def registrant(who: Registrant) -> Route:
    """Whoever registered: the person, else whoever has the address that was given."""
    if who.person_id is not None:
        return people("registrant", who.person_id)
    return Route("registrant", address=who.email or None, language=who.language, called=who.name)
