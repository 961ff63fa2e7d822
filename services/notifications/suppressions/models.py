"""Addresses that must not be written to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.base import Base


class Suppression(Base):
    """An address and why: `scope` says whether nothing may go there, or nothing that is merely followed.

    `source` is where it was learned: a relay's refusal, a report that came back, a link, the person, the office.
    `told_at` is when partners was told of it.
    """

    __tablename__ = "suppressions"
    __table_args__ = (
        Index(
            "ix_suppressions_untold",
            "address_key",
            postgresql_where=text("scope = 'all' AND told_at IS NULL"),
        ),
    )

    address_key: Mapped[str] = mapped_column(primary_key=True)
    scope: Mapped[str] = mapped_column(primary_key=True)
    reason: Mapped[str]
    source: Mapped[str] = mapped_column(server_default="relay")
    note: Mapped[str] = mapped_column(server_default="")
    by_person_id: Mapped[UUID | None]
    since: Mapped[datetime] = mapped_column(server_default=func.now())
    told_at: Mapped[datetime | None]


class LiftedSuppression(Base):
    """A suppression that is over: who said so, by which door, and with which words. Only ever added."""

    __tablename__ = "lifted_suppressions"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    address_key: Mapped[str] = mapped_column(index=True)
    scope: Mapped[str]
    reason: Mapped[str]
    since: Mapped[datetime]
    lifted_at: Mapped[datetime]
    source: Mapped[str]
    by_person_id: Mapped[UUID | None]
    note: Mapped[str]
