"""Events by FastAPI and the ORM, row by row, and an answer that costs nothing but the framework."""

import os
from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

import icalendar
from fastapi import Depends, FastAPI, Header, Response
from pydantic import AwareDatetime, BaseModel, ConfigDict
from sqlalchemy import ARRAY, DateTime, Identity, Text, create_engine, select
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

engine = create_engine(os.environ["NAIVE_DATABASE_URL"], pool_size=20)
app = FastAPI()


class Base(DeclarativeBase):
    """The tables."""

    type_annotation_map = {  # noqa: RUF012
        str: Text,
        list[str]: ARRAY(Text),
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
    }


class Event(Base):
    """An event."""

    __tablename__ = "events"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    uid: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    summary: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="published")
    host_id: Mapped[UUID] = mapped_column(index=True)
    community_ids: Mapped[list[str]]
    topics: Mapped[list[str]]
    audiences: Mapped[list[str]]
    venue: Mapped[dict[str, Any]]
    starts_at: Mapped[datetime] = mapped_column(index=True)
    ends_at: Mapped[datetime]
    time_zone: Mapped[str]
    cost: Mapped[str] = mapped_column(default="")
    languages: Mapped[list[str]]
    visibility: Mapped[str] = mapped_column(default="public")
    accessibility_statement: Mapped[str] = mapped_column(default="")
    accessibility_contact: Mapped[str] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=1)


class Outgoing(Base):
    """Something to tell others."""

    __tablename__ = "outbox"

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    name: Mapped[str]
    body: Mapped[dict[str, Any]]


class Answered(Base):
    """A request that was answered before."""

    __tablename__ = "answered"

    key: Mapped[str] = mapped_column(primary_key=True)
    event_id: Mapped[UUID]


class EventIn(BaseModel):
    """An event as it comes in."""

    title: str
    summary: str = ""
    host_id: UUID
    community_ids: list[str] = []
    topics: list[str] = []
    audiences: list[str] = []
    venue: dict[str, Any]
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    time_zone: str
    languages: list[str] = []


class EventOut(BaseModel):
    """An event as it goes out."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    uid: str
    title: str
    summary: str
    kind: str
    state: str
    host_id: UUID
    community_ids: list[str]
    topics: list[str]
    audiences: list[str]
    venue: dict[str, Any]
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    cost: str
    languages: list[str]
    visibility: str
    accessibility_statement: str
    accessibility_contact: str
    version: int


def session() -> Iterator[Session]:
    """A session for a request."""
    with Session(engine) as opened:
        yield opened


Opened = Annotated[Session, Depends(session)]


@app.get("/health/live")
@app.get("/static")
async def static() -> dict[str, str]:
    """Nothing but the framework: no database, no thread."""
    return {"status": "ok"}


@app.get("/events")
def list_events(opened: Opened, limit: int = 50) -> list[EventOut]:
    """The first so many events."""
    rows = opened.scalars(select(Event).order_by(Event.starts_at, Event.id).limit(limit))
    return [EventOut.model_validate(row) for row in rows]


@app.post("/events", status_code=201)
def post_event(opened: Opened, given: EventIn, idempotency_key: Annotated[str, Header()]) -> EventOut:
    """Publish an event: itself, what is told of it, and the key, in one transaction."""
    if (answered := opened.get(Answered, idempotency_key)) is not None:
        return EventOut.model_validate(opened.get_one(Event, answered.event_id))
    event = Event(uid=f"{uuid4()}@example.org", **given.model_dump())
    opened.add(event)
    opened.flush()
    shown = EventOut.model_validate(event)
    opened.add(Outgoing(name="event_published", body=shown.model_dump(mode="json")))
    opened.add(Answered(key=idempotency_key, event_id=event.id))
    opened.commit()
    return shown


@app.get("/calendar.ics")
def calendar(opened: Opened) -> Response:
    """All events as iCalendar, each made from its row."""
    feed = icalendar.Calendar.new()
    for event in opened.scalars(select(Event).order_by(Event.starts_at, Event.id)):
        feed.add_component(
            icalendar.Event.new(
                uid=event.uid,
                summary=event.title,
                description=event.summary,
                start=event.starts_at,
                end=event.ends_at,
                location=event.venue["name"],
            )
        )
    return Response(feed.to_ical(), media_type="text/calendar")
