"""What is kept of a community."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from services.partners.base import Addressed


class Community(Addressed):
    """People who share a place."""

    __tablename__ = "communities"
    __table_args__ = (Index(None, "sort_name", "id"),)

    name: Mapped[str]
    kind: Mapped[str]
    setting: Mapped[str]

    def words(self) -> tuple[str, ...]:
        """See Record."""
        return (self.name,)
