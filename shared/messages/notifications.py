"""What notifications tells: whose addresses fail, who denies an email, and that it needs its copies again."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from shared.messages.message import Message
from shared.messages.participation import Occasion

# An address is spoken of by its mark (`shared.sealing.mark`), so that no message carries it.
ADDRESS = "address"


class CopiesRequested(Message):
    """Notifications lost its copies and asks its neighbours for snapshots."""

    name = "notifications.copies_requested"
    audience = ("partners", "events")


class AddressFailed(Message):
    """Emails to a person's address came back for good, or she complained; nothing is sent there any more."""

    name = "notifications.address_failed"
    audience = ("partners",)

    person_id: UUID
    address: str
    reason: Literal["bounced", "complained"]
    at: AwareDatetime


class AddressRecovered(Message):
    """A person's address can be written to again."""

    name = "notifications.address_recovered"
    audience = ("partners",)

    person_id: UUID
    address: str
    at: AwareDatetime


class SignInDenied(Message):
    """Whoever got a sign-in link says that she did not ask for it."""

    name = "notifications.sign_in_denied"
    audience = ("partners",)

    sign_in_id: UUID
    person_id: UUID
    at: AwareDatetime


class FollowRequested(Message):
    """Somebody entered an address to follow something by it; whoever reads it is asked whether she wants that.

    The link is sealed for the listener, who is the teller: until it is confirmed, the email is all that comes of it.
    """

    name = "notifications.follow_requested"
    audience = ("notifications",)
    secrets = ("sealed_link",)

    subscription_id: UUID
    email: str
    language: Literal["en", "es"] = "en"
    target_kind: str
    target_id: str = ""
    sealed_link: str
    expires_at: AwareDatetime


class RegistrationDenied(Message):
    """Whoever has the address that was given for a registration says that it was not she who signed up."""

    name = "notifications.registration_denied"
    audience = ("events",)

    registration_id: UUID
    at: AwareDatetime


class ReminderCameDue(Message):
    """An event, or one occurrence of a series, begins so many minutes from now; who has a place is reminded.

    Told to oneself, so that it is heard, once, like everything else. `host_ids` are all who carry it.
    """

    name = "notifications.reminder_came_due"
    audience = ("notifications",)

    occasion: Occasion
    occurrence: str = ""
    minutes: int
    host_ids: tuple[UUID, ...]
    online_url: str = ""
