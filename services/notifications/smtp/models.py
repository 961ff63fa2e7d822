"""How the relay is doing."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.base import Base


class RelayHealth(Base):
    """A relay that could not be reached, and when it is tried again; what waits for it has not been attempted."""

    __tablename__ = "relay_health"

    relay: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int] = mapped_column(server_default="0")
    reason: Mapped[str]
    retry_at: Mapped[datetime]
