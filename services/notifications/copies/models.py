"""Copies of neighbours' facts; the newest version wins, in whatever order they arrive."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.base import Base


class Partner(Base):
    """A partner, as far as emails need it."""

    __tablename__ = "partners"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str]
    membership: Mapped[str]
    public: Mapped[bool]
    version: Mapped[int]


class Person(Base):
    """A person: how to write to her, and what she may do for the consortium."""

    __tablename__ = "people"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    full_name: Mapped[str]
    email: Mapped[str]
    email_state: Mapped[str]
    language: Mapped[str]
    time_zone: Mapped[str]
    quiet_start: Mapped[time | None]
    quiet_end: Mapped[time | None]
    state: Mapped[str]
    has_account: Mapped[bool]
    consortium_roles: Mapped[list[str]]
    operational_email: Mapped[bool]
    newsletter: Mapped[bool]
    version: Mapped[int]


class PersonRole(Base):
    """What a person may do for a partner."""

    __tablename__ = "person_roles"
    __table_args__ = (Index(None, "partner_id", "person_id"),)

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    partner_id: Mapped[UUID] = mapped_column(primary_key=True)
    role: Mapped[str] = mapped_column(primary_key=True)


class Affiliation(Base):
    """Where a person belongs, and since and until when."""

    __tablename__ = "affiliations"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[UUID]
    kind: Mapped[str]
    since: Mapped[date | None]
    until: Mapped[date | None]


class Group(Base):
    """A group; its roster is private."""

    __tablename__ = "groups"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str]
    owner_ids: Mapped[list[UUID]]
    version: Mapped[int]


class GroupMember(Base):
    """A person in a group."""

    __tablename__ = "group_members"

    group_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True)


class Titled(Base):
    """What else can be followed and has a name: a community, an initiative, a program."""

    __tablename__ = "titles"

    kind: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    title: Mapped[str]
    version: Mapped[int]


class Event(Base):
    """An event, whole; the columns are what is asked for by SQL."""

    __tablename__ = "events"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    state: Mapped[str]
    host_id: Mapped[UUID] = mapped_column(index=True)
    starts_at: Mapped[datetime]
    fact: Mapped[dict[str, Any]]
    version: Mapped[int]


class Registration(Base):
    """A person's place at an event, or that of whoever is known by an address alone; `live` while it stands.

    Whoever waits is live and has no place yet. `occurrence` names one of a series.
    """

    __tablename__ = "registrations"
    __table_args__ = (Index(None, "event_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    event_id: Mapped[UUID]
    person_id: Mapped[UUID | None]
    address_key: Mapped[str | None]
    occurrence: Mapped[str | None]
    live: Mapped[bool]
    has_place: Mapped[bool]
    version: Mapped[int]
