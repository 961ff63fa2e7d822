"""What is kept of a community."""

from typing import Any

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from services.partners.base import Addressed


class Community(Addressed):
    """People who share a place; designations are those of federal programs, as they stood on a day."""

    __tablename__ = "communities"
    __table_args__ = (Index(None, "sort_name", "id"),)

    name: Mapped[str]
    kind: Mapped[str]
    setting: Mapped[str]
    languages: Mapped[list[str]] = mapped_column(server_default="{}")
    designations: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default="[]")
    local_note: Mapped[str] = mapped_column(server_default="")

    def words(self) -> tuple[str, ...]:
        """See Record."""
        return (self.name,)
