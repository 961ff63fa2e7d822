"""What can be done with sources: to name, change, look at, switch on and pause them."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.audit import note
from services.events.base import new_id
from services.events.copies.models import Partner
from services.events.copies.references import Reference, must_be_known, must_have_arrived
from services.events.imported import flush, take_all
from services.events.policy import HOSTING, Viewer, may_host
from services.events.sources.addresses import Unreadable, place_of
from services.events.sources.models import Source
from services.events.sources.schemas import NewSource, SourcePatch, SourceRecord, SourceRules
from shared import clock
from shared.api.imports import ImportedOne
from shared.errors import Invalid, InvalidTransition, NotFound

_MOVES = {"draft": {"activation": "on"}, "on": {"pause": "paused"}, "paused": {"activation": "on"}}


def name(session: Session, viewer: Viewer, given: NewSource) -> Source:
    """A source that nothing comes in from yet."""
    partner = session.get(Partner, given.partner_id)
    if partner is None:
        raise Invalid("unknown-reference", "There is no such partner.", pointer="/partner_id")
    may_host(viewer, partner.id)
    must_be_known(session, _references(given))
    source = _new(Source(id=new_id(), version=1))
    _fill(source, given)
    source.time_zone = given.time_zone or partner.time_zone
    session.add(source)
    session.flush()
    note(session, viewer, "source.draft", [source])
    return source


def find(session: Session, viewer: Viewer, source_id: UUID) -> Source:
    """A source that the viewer may see and change, held until she has; its address may be its partner's secret."""
    source = session.scalar(select(Source).where(Source.id == source_id).with_for_update())
    if source is None or not (viewer.is_office or source.partner_id in viewer.roles):
        raise NotFound()
    may_host(viewer, source.partner_id)
    return source


def list_sources(
    session: Session, viewer: Viewer, partner_id: UUID | None, after: tuple[UUID] | None, limit: int
) -> list[Source]:
    """The sources of those partners that the viewer may act for, oldest first."""
    sought = select(Source).order_by(Source.id).limit(limit)
    if not viewer.is_office:
        sought = sought.where(Source.partner_id.in_([each for each, held in viewer.roles.items() if held & HOSTING]))
    if partner_id is not None:
        sought = sought.where(Source.partner_id == partner_id)
    if after is not None:
        sought = sought.where(Source.id > after[0])
    return list(session.scalars(sought))


def change(session: Session, viewer: Viewer, source: Source, patch: SourcePatch) -> None:
    """Change a source; what has come in stays as it is."""
    must_be_known(session, _references(patch))
    _fill(source, patch)
    _read_anew(source)
    _done(session, viewer, source, "source.change")


def switch(session: Session, viewer: Viewer, source: Source, move: str) -> None:
    """Switch a source on, in the name of whoever does, or pause it."""
    if move not in _MOVES[source.state]:
        raise InvalidTransition("A source", source.state, move, sorted(_MOVES[source.state]))
    source.state = _MOVES[source.state][move]
    if source.state == "on":
        source.switched_on_by = viewer.person_id
    _read_anew(source)
    _done(session, viewer, source, f"source.{move}")


def record(session: Session, viewer: Viewer, records: list[SourceRecord]) -> list[ImportedOne]:
    """Record sources by their external ids: all of them, or none."""
    named = [Reference("partner", each.partner_id, f"/records/{at}/partner_id") for at, each in enumerate(records)]
    communities = [named for at, each in enumerate(records) for named in _references(each, f"/records/{at}")]
    must_have_arrived(session, named + communities)
    items, written = take_all(session, Source, records, _take)
    flush(session)
    note(session, viewer, "source.import", written)
    return items


def _take(source: Source, given: SourceRecord, pointer: str) -> None:
    if source.version == 0:
        _new(source)
    _fill(source, given, pointer)


def _new(source: Source) -> Source:
    source.state, source.health, source.failures, source.problems = "draft", "unknown", 0, []
    source.next_run_at = None
    return source


def _fill(source: Source, given: SourceRules, pointer: str = "") -> None:
    sent = given.model_fields_set if isinstance(given, SourcePatch) else type(given).model_fields.keys()
    for field, value in given.model_dump(include=set(sent) - {"external_id"}).items():
        setattr(source, field, value)
    try:
        place_of(source.url)
    except Unreadable as refused:
        raise Invalid(refused.code, refused.detail, pointer=f"{pointer}/url") from refused
    if source.place_rule == "always" and source.venue is None:
        raise Invalid("required", "Say which place it always is.", pointer=f"{pointer}/venue")


def _read_anew(source: Source) -> None:
    """Let it be read soon, whether or not the calendar has changed; not at all while it is off."""
    source.etag = source.last_modified = None
    source.next_run_at = clock.now() if source.state == "on" else None


def _references(given: SourceRules, pointer: str = "") -> list[Reference]:
    return [
        Reference("community", named, f"{pointer}/community_ids/{place}")
        for place, named in enumerate(given.community_ids)
    ]


def _done(session: Session, viewer: Viewer, source: Source, what: str) -> None:
    source.version += 1
    session.flush()
    note(session, viewer, what, [source])
