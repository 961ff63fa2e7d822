"""The address to which a delivery comes back (VERP): it names the delivery, and nobody else can make one."""

import hmac
import re
from uuid import UUID

from services.notifications.settings import notifications_settings
from shared.sealing import mark

# Lower-case throughout: relays may fold the case of a local part, and it has room for 64 characters.
_PATH = re.compile(r"b\+([0-9a-f]{32})\.([0-9a-f]{20})@", re.IGNORECASE)


class Forged(ValueError):
    """An address of this form that was not made here."""


def return_path(delivery_id: UUID) -> str:
    """Where a delivery comes back to; the sender's own address where no domain is set up for it."""
    domain = notifications_settings().bounce_domain
    if not domain:
        return notifications_settings().sender_address
    return f"b+{delivery_id.hex}.{_proof(delivery_id)}@{domain}"


def delivery_at(address: str) -> UUID | None:
    """The delivery that an address names; None for any other address, Forged for one that somebody made up."""
    found = _PATH.match(address.strip().strip("<>"))
    if found is None:
        return None
    delivery_id = UUID(found[1])
    if not hmac.compare_digest(_proof(delivery_id), found[2].lower()):
        raise Forged
    return delivery_id


def _proof(delivery_id: UUID) -> str:
    return mark("return-path", delivery_id.hex)[:20]
