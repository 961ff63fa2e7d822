"""The tables are what the migrations make, and copies come back as they were."""

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData, text

from services.notifications.base import Base
from services.notifications.copies.actions import request_copies
from services.notifications.records import COPIES
from shared.database import envelopes
from tests.notifications.builders import a_partner, a_person, a_subscription, changed, published, recorded, registered
from tests.notifications.stage import Stage


def test_the_migrations_make_what_the_models_say(stage: Stage) -> None:
    everything = MetaData()
    for table in (*Base.metadata.tables.values(), *envelopes.tables.values()):
        table.to_metadata(everything)
    with stage.database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), everything) == []


def _copies(stage: Stage) -> dict[str, list[str]]:
    return {
        kind.__tablename__: [row[0] for row in stage.rows(f"SELECT t::text FROM {kind.__tablename__} t ORDER BY 1")]
        for kind in COPIES
    }


def test_copies_that_were_dropped_are_filled_again_and_nobody_is_written_to(stage: Stage) -> None:
    facts = [
        a_partner(),
        a_person("ana", role_at="clinic", affiliations=[{"partner_id": a_partner().partner_id, "kind": "staff"}]),
        registered("ana"),
    ]
    stage.hear(*facts)
    stage.follow(a_subscription(person="ana"))
    stage.hear(published(), changed(2, summary="More."))
    stage.tell()
    before, ledger, recipients = _copies(stage), stage.ledger(), stage.rows("SELECT r::text FROM recipients r")
    with stage.database.transaction() as session:
        for kind in COPIES:
            session.execute(text(f"TRUNCATE {kind.__tablename__}"))
        request_copies(session)
    assert stage.rows("SELECT listener FROM outbox ORDER BY 1") == [("events",), ("partners",)]
    stage.hear(*facts, recorded(version=2, summary="More."))
    stage.tell()
    assert (_copies(stage), stage.ledger(), stage.rows("SELECT r::text FROM recipients r")) == (
        before,
        ledger,
        recipients,
    )


def test_an_older_fact_that_comes_late_changes_nothing(stage: Stage) -> None:
    stage.hear(a_person("ana", version=2, role_at="clinic", full_name="Ana Two"))
    assert stage.hear(a_person("ana", full_name="Ana One")) == "v1 is superseded by v2"
    assert stage.rows("SELECT full_name FROM people") == [("Ana Two",)]
    assert stage.rows("SELECT name FROM recipients") == [("Ana Two",)]
    assert len(stage.rows("SELECT FROM person_roles")) == 1


def test_a_zone_that_only_others_know_does_not_stop_anybody(stage: Stage) -> None:
    with stage.database.transaction() as session:
        session.execute(text("SELECT 1"))
    stage.hear(a_person("ana", time_zone="Middle/Earth", role_at="clinic"), published())
    stage.tell()
    assert stage.states() == {"ana@example.org": "pending"}
