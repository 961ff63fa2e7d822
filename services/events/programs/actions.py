"""What can be done with programs."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.audit import note
from services.events.imported import flush, take_all
from services.events.policy import Viewer
from services.events.programs.models import Program
from services.events.programs.schemas import ProgramRecord
from shared.api.imports import ImportedOne
from shared.errors import NotFound
from shared.messages.events import ProgramChanged
from shared.outbox import tell_all


def list_programs(session: Session, after: tuple[str] | None, limit: int) -> list[Program]:
    """Programs by slug, from after a place on."""
    sought = select(Program).order_by(Program.slug).limit(limit)
    if after is not None:
        sought = sought.where(Program.slug > after[0])
    return list(session.scalars(sought))


def find(session: Session, program_id: UUID) -> Program:
    """A program; anybody may know of it."""
    program = session.get(Program, program_id)
    if program is None:
        raise NotFound()
    return program


def record(session: Session, viewer: Viewer, records: list[ProgramRecord]) -> list[ImportedOne]:
    """Record programs by their external ids: all of them, or none."""
    items, written = take_all(session, Program, records, _take)
    flush(session)
    note(session, viewer, "program.import", written)
    tell_all(session, map(fact, written))
    return items


def fact(program: Program) -> ProgramChanged:
    """What others are told of a program."""
    return ProgramChanged(version=program.version, program_id=program.id, slug=program.slug, title=program.title)


def _take(program: Program, given: ProgramRecord, _: str) -> None:
    program.slug, program.title, program.summary = given.slug, given.title, given.summary
    program.asks_reflection = given.asks_reflection
