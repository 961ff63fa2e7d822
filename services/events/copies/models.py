"""The few facts of partners' records that events stands on; the newest version that was heard."""

from typing import Any
from uuid import UUID

from sqlalchemy.orm import Mapped, mapped_column

from services.events.base import Base


class Copy(Base):
    """A copy of a neighbor's record."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]


class Partner(Copy):
    """Who may host, and what its events say of access unless they say it themselves."""

    __tablename__ = "partners"

    slug: Mapped[str]
    title: Mapped[str]
    state: Mapped[str]
    time_zone: Mapped[str]
    membership: Mapped[str]
    accessibility_statement: Mapped[str]
    accessibility_contact: Mapped[str]
    request_limit_per_month: Mapped[int | None]


class Person(Copy):
    """Who may do what; where somebody belongs (affiliations: partner_id, kind, since, until), and her name."""

    __tablename__ = "people"

    full_name: Mapped[str]
    state: Mapped[str]
    has_account: Mapped[bool]
    consortium_roles: Mapped[list[str]]
    roles: Mapped[list[dict[str, Any]]]
    affiliations: Mapped[list[dict[str, Any]]]


class Group(Copy):
    """Who a group's events are open to."""

    __tablename__ = "groups"

    title: Mapped[str]
    owner_ids: Mapped[list[UUID]]
    member_ids: Mapped[list[UUID]]


class Community(Copy):
    """What an event may be for."""

    __tablename__ = "communities"

    slug: Mapped[str]
    title: Mapped[str]
    setting: Mapped[str]


class Initiative(Copy):
    """What an event may belong to."""

    __tablename__ = "initiatives"

    slug: Mapped[str]
    title: Mapped[str]
    state: Mapped[str]
