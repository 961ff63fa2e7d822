"""Addresses of people's own calendars, as they are kept: the secret in them is not, only its hash."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.events.base import Base


class OwnCalendar(Base):
    """Where a person's own calendar is; a new address ends the old one."""

    __tablename__ = "own_calendars"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    secret_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
