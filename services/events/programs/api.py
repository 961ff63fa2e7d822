"""Programs at the HTTP door."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.events.asking import Acting
from services.events.policy import may_import
from services.events.programs import actions
from services.events.programs.schemas import ProgramRecords, ProgramShown
from shared.api.application import router
from shared.api.door import InTransaction
from shared.api.imports import Imported
from shared.api.paging import Listing, Page, after, cursor

programs = router("programs")


@programs.get("/api/v1/programs")
def list_programs(session: InTransaction, page: Annotated[Page, Query()]) -> Listing[ProgramShown]:
    """Programs, by slug."""
    found = actions.list_programs(session, after(page.cursor, str), page.limit + 1)
    shown = [ProgramShown.model_validate(program) for program in found[: page.limit]]
    last = shown[-1] if len(found) > page.limit else None
    return Listing(items=shown, next=cursor(last.slug) if last else None)


@programs.get("/api/v1/programs/{program_id}")
def show_program(session: InTransaction, program_id: UUID) -> ProgramShown:
    """One program."""
    return ProgramShown.model_validate(actions.find(session, program_id))


@programs.post("/api/v1/imports/programs")
def import_programs(session: InTransaction, viewer: Acting, given: ProgramRecords) -> Imported:
    """Record programs as the office has them."""
    may_import(viewer)
    return Imported(items=actions.record(session, viewer, given.records))
