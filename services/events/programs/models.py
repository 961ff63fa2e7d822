"""Programs, as they are kept."""

from sqlalchemy import Text, false
from sqlalchemy.orm import Mapped, mapped_column

from services.events.base import Record


class Program(Record):
    """What events belong to, year after year; some want to know afterwards what was learned."""

    __tablename__ = "programs"

    slug: Mapped[str] = mapped_column(Text(collation="C"), unique=True)
    title: Mapped[str]
    summary: Mapped[str]
    asks_reflection: Mapped[bool] = mapped_column(server_default=false())
