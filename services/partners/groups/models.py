"""What is kept of a group."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.partners.base import Base, Record

_ALL = "all, delete-orphan"


class GroupOwner(Base):
    """A partner that owns a group."""

    __tablename__ = "group_owners"

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)
    partner_id: Mapped[UUID] = mapped_column(ForeignKey("partners.id"), primary_key=True, index=True)


class GroupMember(Base):
    """A person who is in a group."""

    __tablename__ = "group_members"

    group_id: Mapped[UUID] = mapped_column(ForeignKey("groups.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True, index=True)


class Group(Record):
    """People who meet."""

    __tablename__ = "groups"
    __table_args__ = (Index(None, "sort_name", "id"),)

    title: Mapped[str]
    owner_rows: Mapped[list[GroupOwner]] = relationship(cascade=_ALL, lazy="selectin", order_by=GroupOwner.partner_id)
    member_rows: Mapped[list[GroupMember]] = relationship(
        cascade=_ALL, lazy="selectin", order_by=GroupMember.person_id
    )

    @property
    def owner_ids(self) -> list[UUID]:
        """The partners that own it."""
        return [row.partner_id for row in self.owner_rows]

    @owner_ids.setter
    def owner_ids(self, wanted: Iterable[UUID]) -> None:
        if set(wanted) != set(self.owner_ids):
            self.owner_rows = [GroupOwner(partner_id=partner_id) for partner_id in sorted(set(wanted))]

    @property
    def member_ids(self) -> list[UUID]:
        """The people who are in it."""
        return [row.person_id for row in self.member_rows]

    @member_ids.setter
    def member_ids(self, wanted: Iterable[UUID]) -> None:
        if set(wanted) != set(self.member_ids):
            self.member_rows = [GroupMember(person_id=person_id) for person_id in sorted(set(wanted))]

    def words(self) -> tuple[str, ...]:
        """See Record."""
        return (self.title,)
