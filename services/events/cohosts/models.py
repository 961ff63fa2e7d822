"""Co-hosts, as they are kept."""

from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from services.events.base import Base


class Cohost(Base):
    """A partner that carries an event with its host, in which role, and whether it said yes."""

    __tablename__ = "cohosts"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    partner_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    place: Mapped[int]
    role: Mapped[str]
    state: Mapped[str]
    share: Mapped[int | None]
