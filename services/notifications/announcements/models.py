"""Announcements, as the office writes them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.base import Base


class Announcement(Base):
    """Something to announce: `texts` by language, each with title and text, to all whom the target names.

    `state`: draft, sent (its email is `email_id`, which knows how far that is), stopped.
    """

    __tablename__ = "announcements"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"))
    texts: Mapped[dict[str, Any]]
    url: Mapped[str]
    target_kind: Mapped[str]
    target_key: Mapped[str]
    author_id: Mapped[UUID]
    state: Mapped[str]
    email_id: Mapped[UUID | None]
    tests: Mapped[int] = mapped_column(server_default="0")
    version: Mapped[int] = mapped_column(server_default="1")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    sent_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]

    @property
    def target(self) -> dict[str, str | None]:
        """To whom it goes."""
        return {"kind": self.target_kind, "id": self.target_key or None}
