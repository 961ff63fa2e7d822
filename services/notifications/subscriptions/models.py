"""Recipients, and what they follow."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Computed, ForeignKey, Identity, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.notifications.base import Base

# The first reason that holds; a follower without an account has none of her own.
_OBSTACLE = (
    "CASE WHEN state = 'left' THEN 'left' WHEN NOT operational_email THEN 'unsubscribed'"
    " WHEN email_state <> 'ok' THEN email_state END"
)


class Recipient(Base):
    """Somebody who may get an email: a person, or a follower known by an address alone.

    `wishes` say how often, of which kind of email; what they do not name comes as it is followed.
    """

    __tablename__ = "recipients"
    __table_args__ = (
        Index("uq_recipients_follower", "address_key", unique=True, postgresql_where=text("person_id IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"))
    person_id: Mapped[UUID | None] = mapped_column(unique=True)
    address: Mapped[str]
    address_key: Mapped[str] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(server_default="")
    language: Mapped[str]
    time_zone: Mapped[str]
    quiet_start: Mapped[time | None]
    quiet_end: Mapped[time | None]
    state: Mapped[str] = mapped_column(server_default="active")
    has_account: Mapped[bool] = mapped_column(server_default=text("false"))
    operational_email: Mapped[bool] = mapped_column(server_default=text("true"))
    email_state: Mapped[str] = mapped_column(server_default="ok")
    obstacle: Mapped[str | None] = mapped_column(Computed(_OBSTACLE, persisted=True))
    wishes: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    muted_until: Mapped[date | None]
    version: Mapped[int] = mapped_column(server_default="1")


class Subscription(Base):
    """What a recipient follows: a record's id, a word, or (with neither) everything.

    `confirmed` is null for a person's own; a follower by address confirms that it is hers. `asked_at` is when
    somebody last asked for it on a page; an import asks nobody.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (
        Index(None, "target_kind", "target_key", "recipient_id"),
        Index(
            "uq_subscriptions_target",
            "recipient_id",
            "target_kind",
            "target_key",
            text("(confirmed IS NULL)"),
            unique=True,
        ),
        UniqueConstraint("external_id"),
        Index("ix_subscriptions_asked", "asked_at", postgresql_where=text("confirmed = false")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"))
    external_id: Mapped[str | None]
    recipient_id: Mapped[UUID] = mapped_column(ForeignKey("recipients.id"))
    target_kind: Mapped[str]
    target_key: Mapped[str]
    frequency: Mapped[str]
    muted: Mapped[bool] = mapped_column(server_default=text("false"))
    muted_until: Mapped[date | None]
    confirmed: Mapped[bool | None]
    asked_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    recipient: Mapped[Recipient] = relationship(lazy="joined")

    @property
    def person_id(self) -> UUID | None:
        """Whose it is, if it is a person's own or became hers."""
        return self.recipient.person_id

    @property
    def email(self) -> str | None:
        """The address that follows, where nobody is known behind it."""
        return None if self.recipient.person_id else self.recipient.address

    @property
    def target(self) -> dict[str, Any]:
        """What is followed."""
        return {"kind": self.target_kind, "id": self.target_key or None}

    @property
    def state(self) -> str:
        """Whether anything comes of it."""
        if self.confirmed is False:
            return "unconfirmed"
        return "muted" if self.muted or self.frequency == "never" else "active"


class Ask(Base):
    """That somebody asked to follow by an address, counted by address and by place in the network, both hashed."""

    __tablename__ = "asks"
    __table_args__ = (Index(None, "subject", "at"),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    subject: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
