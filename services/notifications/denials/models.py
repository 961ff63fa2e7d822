"""Who said of an email that it was not she who asked for it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.base import Base


class Denial(Base):
    """That whoever got an email of some kind did not ask for it."""

    __tablename__ = "denials"

    delivery_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
