"""Deliveries and their attempts. Wide rows that change a few times each: room is left in the pages for it."""

from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.base import Base

# When what waits for a decision is sent. Python knows no `infinity`, and would not read the row.
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
CONSORTIUM = UUID(int=0)  # the sender of what is no partner's
STATES = (
    "pending",
    "sending",
    "accepted",
    "deferred",
    "failed",
    "uncertain",
    "bounced",
    "complained",
    "suppressed",
    "expired",
    "cancelled",
)
# What waits for a digest and is in none yet.
WAITS = "channel <> 'email' AND state = 'pending' AND digest_id IS NULL"


class Delivery(Base):
    """One email to one address.

    `route` says why she is told, `target` what she follows, `reason` why it is not (or not yet) sent. `channel` is
    `email`, or the digest that it waits for. While it is `sending`, `lease_token` is that of one claim,
    `lease_owner` an advisory lock of the claimant's database session, and `started_at` says that bytes may have left.
    With a `calendar_sequence` it carries an invitation for calendars. `sender_id` is the partner in whose cause it
    is, or the consortium; `claim_count` how often in a row whoever had claimed it was lost. What waited for a digest
    is told in that of `digest_id`, a delivery itself, and ends as that does; its `started_at` says that the digest
    names it.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("email_id", "address_key"),
        Index(
            "ix_deliveries_due",
            "class",
            "sender_id",
            "next_attempt_at",
            "id",
            postgresql_where=text("state IN ('pending', 'deferred', 'uncertain') AND channel = 'email'"),
        ),
        Index("ix_deliveries_digest", "digest_id", postgresql_where=text("digest_id IS NOT NULL")),
        Index("ix_deliveries_to_gather", "channel", "next_attempt_at", postgresql_where=text(WAITS)),
        Index("ix_deliveries_gathered", "recipient_id", "channel", postgresql_where=text(WAITS)),
        Index("ix_deliveries_sending", "lease_until", postgresql_where=text("state = 'sending'")),
        Index(None, "event_id", "recipient_id"),
        Index(None, "person_id", "id"),
        Index(None, "address_key", "id"),
        {
            "postgresql_with": {
                "fillfactor": "70",
                "autovacuum_vacuum_scale_factor": "0.02",
                "autovacuum_vacuum_cost_delay": "0",
            }
        },
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"))
    email_id: Mapped[UUID]
    event_id: Mapped[UUID | None]
    sender_id: Mapped[UUID] = mapped_column(server_default=text(f"'{CONSORTIUM}'"))
    recipient_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    address: Mapped[str]
    address_key: Mapped[str]
    language: Mapped[str]
    urgency: Mapped[str] = mapped_column("class")
    channel: Mapped[str]
    route: Mapped[str]
    target: Mapped[str | None]
    state: Mapped[str]
    reason: Mapped[str | None]
    message_id: Mapped[str]
    calendar_sequence: Mapped[int | None]
    digest_id: Mapped[UUID | None]
    next_attempt_at: Mapped[datetime]
    attempt: Mapped[int] = mapped_column(server_default="0")
    first_attempt_at: Mapped[datetime | None]
    accepted_at: Mapped[datetime | None]
    lease_token: Mapped[UUID | None]
    lease_owner: Mapped[int | None]
    lease_until: Mapped[datetime | None]
    started_at: Mapped[datetime | None]
    claim_count: Mapped[int] = mapped_column(server_default="0")
    cancel_requested: Mapped[bool] = mapped_column(server_default=text("false"))
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Attempt(Base):
    """What a relay said to one attempt; only ever added. `phase` is how far it came."""

    __tablename__ = "attempts"
    __table_args__ = (Index(None, "delivery_id", "id"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    delivery_id: Mapped[UUID]
    at: Mapped[datetime]
    relay: Mapped[str]
    code: Mapped[int | None]
    enhanced: Mapped[str | None]
    reply: Mapped[str]
    phase: Mapped[str]
