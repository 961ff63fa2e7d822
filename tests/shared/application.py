"""A small API behind the common door, for tests of the door itself."""

from typing import Annotated
from uuid import UUID, uuid4

from fastapi import Query, Request, Response
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from shared.api.application import create_api, router
from shared.api.door import IfMatch, InTransaction, match, tagged
from shared.api.fields import Body, Line, Text
from shared.api.paging import Page, after, cursor
from shared.database import Database
from shared.identity import Roles, SignedIn

NOTES = """
CREATE TABLE IF NOT EXISTS notes (
    id uuid PRIMARY KEY, title text, twin text UNIQUE DEFERRABLE INITIALLY DEFERRED, version int DEFAULT 1
)
"""


class NoteIn(Body):
    """What a caller sends."""

    title: Line
    text: Text = ""
    twin: str | None = None


notes = router("notes")


@notes.post("/api/v1/notes", status_code=201)
def post_note(given: NoteIn, session: InTransaction, response: Response) -> dict[str, str]:
    note_id = uuid4()
    session.execute(
        text("INSERT INTO notes (id, title, twin) VALUES (:id, :title, :twin)"),
        {"id": note_id, "title": given.title, "twin": given.twin},
    )
    tagged(response, 1)
    return {"id": str(note_id)}


@notes.patch("/api/v1/notes/{note_id}")
def patch_note(note_id: UUID, given: NoteIn, session: InTransaction, expected: IfMatch) -> dict[str, str]:
    match(expected, 3)
    return {"id": str(note_id)}


@notes.get("/api/v1/notes")
def list_notes(page: Annotated[Page, Query()], session: InTransaction) -> dict[str, object]:
    return {"items": [], "next": cursor(1, "a"), "after": after(page.cursor, int, str)}


@notes.get("/api/v1/me")
def me(caller: SignedIn) -> dict[str, str]:
    return {"id": str(caller.person_id)}


@notes.post("/api/v1/slow", status_code=201)
def slow(request: Request, session: InTransaction) -> dict[str, str]:
    request.app.state.gate.wait(10)
    return {}


def an_api(database: Database) -> TestClient:
    """A client of the small API; failures answer as they would on the wire."""
    with database.transaction() as session:
        session.execute(text(NOTES))

    def find_roles(session: Session, person_id: UUID) -> Roles | None:
        return Roles()

    app = create_api("notes", database, find_roles, [notes])
    return TestClient(app, raise_server_exceptions=False)
