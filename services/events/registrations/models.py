"""Registrations, as they are kept."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Float, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.events.base import Base, Record


class Registration(Record):
    """Somebody's place at an event, or at one occurrence of it; for a minor, she is the guardian.

    Who has no account is known by the `address` that she gave, in the form in which addresses are compared; a
    walk-in perhaps by a name alone. `position` only orders the queue, `waits_for` is what is asked before the
    place is hers, `note` what the host said at its end.
    """

    __tablename__ = "registrations"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id"))
    occurrence: Mapped[str | None]
    person_id: Mapped[UUID | None] = mapped_column(index=True)
    full_name: Mapped[str]
    email: Mapped[str]
    address: Mapped[str | None]
    language: Mapped[str]
    minor: Mapped[str | None]
    role: Mapped[str | None]
    state: Mapped[str]
    party_size: Mapped[int]
    position: Mapped[int | None]
    waits_for: Mapped[list[str]]
    offer_expires_at: Mapped[datetime | None]
    note: Mapped[str]
    ended_with_event: Mapped[bool]
    registered_on: Mapped[date]
    hours: Mapped[float | None] = mapped_column(Float)
    hours_own_time: Mapped[bool | None]
    hours_state: Mapped[str | None]
    hours_given_by: Mapped[UUID | None]
    hours_verified_by: Mapped[UUID | None]
    days: Mapped[list["DayPlace"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", passive_deletes=True, order_by="DayPlace.session_id"
    )

    __table_args__ = (
        # A walk-in who gave only a name is nobody whom a second row could double.
        Index(
            "uq_registrations_registrant",
            "event_id",
            "occurrence",
            "person_id",
            "address",
            "minor",
            unique=True,
            postgresql_nulls_not_distinct=True,
            postgresql_where=text("person_id IS NOT NULL OR address IS NOT NULL"),
        ),
        Index(None, "event_id", "occurrence", "state"),
        Index(None, "offer_expires_at", postgresql_where=text("state = 'offered'")),
    )


class DayPlace(Base):
    """That a registration is for this session of its event, too.

    It takes a place there if the registration holds one, unless it has a `position`: then the session is full, and
    she waits for it. `group` is the name of the session's group that she goes with, to the group's site.
    """

    __tablename__ = "registration_days"

    registration_id: Mapped[UUID] = mapped_column(
        ForeignKey("registrations.id", ondelete="CASCADE"), primary_key=True
    )
    session_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    position: Mapped[int | None]
    group: Mapped[str | None]
    checked_in_at: Mapped[datetime | None]


class Queue(Base):
    """The door of an event or of one occurrence: whoever holds its row decides who comes in, alone.

    One for all roles, for nobody comes in twice, whatever her role.
    """

    __tablename__ = "queues"

    event_id: Mapped[UUID] = mapped_column(ForeignKey("events.id", ondelete="CASCADE"), primary_key=True)
    occurrence: Mapped[str] = mapped_column(primary_key=True)


class Attempt(Base):
    """That somebody without an account signed up, by address and by place in the network, both hashed."""

    __tablename__ = "registration_attempts"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    subject: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)

    __table_args__ = (Index(None, "subject", "at"),)
