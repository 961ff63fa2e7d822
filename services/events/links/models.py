"""Links, as they are kept: the token itself is not, it is made from the link's id."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, func
from sqlalchemy.orm import Mapped, mapped_column

from services.events.base import Base


class Link(Base):
    """Leave to do one thing: which, to what, on whose behalf, and until when."""

    __tablename__ = "links"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    purpose: Mapped[str]
    subject_id: Mapped[UUID]
    partner_id: Mapped[UUID | None]
    person_id: Mapped[UUID | None]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    __table_args__ = (Index(None, "subject_id", "purpose"),)
