"""What came back, and what was made of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.base import Base

# What nobody could read is kept whole, for the operator; of the rest its meaning is.
Kind = ("bounced", "delayed", "complained", "automatic", "unparsed", "refused")


class Return(Base):
    """One message that came back. `digest` tells whether the same one came before."""

    __tablename__ = "returns"

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"))
    digest: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    reason: Mapped[str]
    delivery_id: Mapped[UUID | None]
    raw: Mapped[bytes | None] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(index=True)
