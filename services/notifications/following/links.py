"""The signed links of whoever follows by an address: to confirm that it is hers, and to look after it all."""

from contextlib import suppress
from uuid import UUID

from sqlalchemy.orm import Session

from services.notifications.deliveries.models import Delivery
from services.notifications.emails.letters import WHY_PURPOSE
from services.notifications.subscriptions.models import Recipient, Subscription
from shared.errors import Gone, NotFound
from shared.sealing import read_id, sign_id
from shared.settings import settings

_CONFIRM, _MANAGE = "confirm-following", "following"


def to_confirm(subscription_id: UUID) -> str:
    """Where one says that an address is hers, or was none of hers to give."""
    return f"{settings().url}/links/following/{sign_id(_CONFIRM, subscription_id)}"


def manage_token(recipient_id: UUID) -> str:
    """The token of a link by which one looks after all that an address follows."""
    return sign_id(_MANAGE, recipient_id)


def to_manage_from(delivery: Delivery, recipient: Recipient | None) -> str:
    """Where whoever got an email looks after all of them: by her account, else by the email's own link."""
    if recipient is None or recipient.has_account:
        return f"{settings().url}/my/emails"
    return f"{settings().url}/links/following/{sign_id(WHY_PURPOSE, delivery.id)}"


def purpose(token: str) -> str:
    """What a link is for: to confirm, or to look after it all; NotFound when it is none of ours."""
    with suppress(NotFound):
        read_id(_CONFIRM, token)
        return "confirmation"
    with suppress(NotFound):
        read_id(_MANAGE, token)
        return "following"
    read_id(WHY_PURPOSE, token)
    return "following"


def asked(session: Session, token: str, *, lock: bool = False) -> Subscription:
    """What is to be confirmed; Gone once it was refused, or nobody had confirmed it for a week."""
    found = session.get(
        Subscription, read_id(_CONFIRM, token), with_for_update={"of": Subscription} if lock else None
    )
    if found is None:
        raise Gone("link-over", "This was refused, or nobody confirmed it in time.")
    return found


def follower(session: Session, token: str, *, lock: bool = False) -> Recipient:
    """Whoever follows; Gone once she has an account, with which she signs in instead."""
    found = session.get(Recipient, _recipient_id(session, token), with_for_update=lock or None)
    if found is None or found.has_account:
        raise Gone("has-account", "This address has an account now: sign in to see what it follows.")
    return found


def _recipient_id(session: Session, token: str) -> UUID:
    """Whose it is: it names her, or an email that she got."""
    with suppress(NotFound):
        return read_id(_MANAGE, token)
    delivery = session.get(Delivery, read_id(WHY_PURPOSE, token))
    if delivery is None or delivery.recipient_id is None:
        raise NotFound("invalid-link", "This email is no longer kept here.")
    return delivery.recipient_id
