"""Emails as decisions (one row for a message, however many get it), and what was last told of each event."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.base import Base


class Email(Base):
    """Something to tell. `state`: settling, fanning_out, done; or superseded by something newer, with the reason.

    `snapshot` is the fact that is told, `previous` what had been told before it; it stands in the history of
    `event_id`.
    """

    __tablename__ = "emails"
    __table_args__ = (
        Index(None, "cause_id", "cause_version"),
        Index(
            "ix_emails_open",
            "due_at",
            postgresql_where=text("state IN ('settling', 'fanning_out')"),
        ),
        Index("ix_emails_sealed", "id", postgresql_where=text("sealed IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"))
    kind: Mapped[str]
    change: Mapped[str]
    urgency: Mapped[str] = mapped_column("class")
    cause_message: Mapped[str]
    cause_kind: Mapped[str]
    cause_id: Mapped[UUID]
    cause_version: Mapped[int]
    event_id: Mapped[UUID | None] = mapped_column(index=True)
    dedupe_key: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    reason: Mapped[str | None]
    due_at: Mapped[datetime]
    last_recipient_id: Mapped[UUID | None]
    audience_as_of: Mapped[datetime | None]
    snapshot: Mapped[dict[str, Any]]
    previous: Mapped[dict[str, Any] | None]
    sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    ambiguity: Mapped[str] = mapped_column(server_default="resend")
    expires_at: Mapped[datetime]
    correlation_id: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    done_at: Mapped[datetime | None]


class Telling(Base):
    """The state of an event that people were last told of; by no email of ours when it came by import."""

    __tablename__ = "tellings"

    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    snapshot: Mapped[dict[str, Any]]
    version: Mapped[int]
    email_id: Mapped[UUID | None]
