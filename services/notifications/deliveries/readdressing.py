"""Following somebody to her new address: what waits for her goes there, and what nobody knows of goes nowhere."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.api.fields import normalized

# What was claimed and not begun is taken from its claimant, whose letter bears the old address. A sign-in link is
# for whoever reads the address that asked for it, and is left to be stopped when it is claimed.
_READDRESS = text(
    """
    UPDATE deliveries d SET address = :address, address_key = :key,
        state = CASE d.state WHEN 'deferred' THEN 'deferred' ELSE 'pending' END,
        lease_token = NULL, lease_owner = NULL, lease_until = NULL
    WHERE d.person_id = :person_id AND d.recipient_id IS NOT NULL AND d.address_key <> :key
      AND (d.state IN ('pending', 'deferred') OR d.state = 'sending' AND d.started_at IS NULL)
      AND NOT d.cancel_requested
      AND NOT EXISTS (SELECT FROM deliveries hers WHERE hers.email_id = d.email_id AND hers.address_key = :key)
    """
)


def readdress(session: Session, person_id: UUID, address: str) -> None:
    """Send what waits for a person to the address that she has now."""
    session.execute(_READDRESS, {"person_id": person_id, "address": address, "key": normalized(address)})
