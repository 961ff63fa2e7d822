"""What the records of this service have in common, and where they are kept."""

from abc import abstractmethod
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from sqlalchemy import ARRAY, DateTime, MetaData, Text, func, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from services.partners.words import folded, slug_of, sort_key
from shared.database import NAMING, Database
from shared.settings import store_url


class Base(DeclarativeBase):
    """The tables of partners; apart from other services', of which a test may import several."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {str: Text, list[str]: ARRAY(Text), datetime: DateTime(timezone=True)}  # noqa: RUF012


class Record(Base):
    """A thing that neighbours keep copies of; each change of it, or of what belongs to it, is a new version."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, server_default=text("uuidv7()"))
    external_id: Mapped[str | None] = mapped_column(unique=True)
    version: Mapped[int] = mapped_column(default=1)
    sort_name: Mapped[str] = mapped_column(Text(collation="C"))
    search: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())

    @abstractmethod
    def words(self) -> tuple[str, ...]:
        """What it is found by; its name, by which it is sorted, first."""

    def derive(self) -> None:
        """Bring what follows from other fields up to date."""
        name, *others = self.words()
        self.sort_name = sort_key(name)
        self.search = folded(name, *others)


class Addressed(Record):
    """A record with a page of its own, whose address ends in its slug."""

    __abstract__ = True

    slug: Mapped[str] = mapped_column(unique=True)

    def derive(self) -> None:
        """See Record."""
        super().derive()
        self.slug = self.slug or slug_of(self.words()[0])


@lru_cache
def database() -> Database:
    """The database of this process; it opens nothing until it is used."""
    return Database(store_url("partners"))
