"""What is kept of an initiative."""

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from services.partners.base import Addressed


class Initiative(Addressed):
    """What partners do together over time."""

    __tablename__ = "initiatives"
    __table_args__ = (Index(None, "sort_name", "id"),)

    title: Mapped[str]
    summary: Mapped[str]
    state: Mapped[str]

    def words(self) -> tuple[str, ...]:
        """See Record."""
        return (self.title, self.summary)
