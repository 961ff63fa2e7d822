"""What the services say of themselves, what they do, and what shared/messages says: one and the same."""

import ast
import importlib
import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import MetaData

from shared.database import envelopes
from shared.inbox import Ears
from shared.messages import MESSAGES, SERVICES

ROOT = Path(__file__).parents[2]


def _ears(service: str) -> Ears:
    ears: Ears = importlib.import_module(f"services.{service}.worker").ears
    return ears


def _sign(service: str, word: str) -> set[str]:
    """What a service's docstring says after `Tells:` or `Hears:`."""
    docstring = importlib.import_module(f"services.{service}").__doc__ or ""
    sentence = re.search(rf"{word}:(.*?)\.\s*(?:\n\s*[A-Z]\w+:|\n\s*\n|$)", docstring, re.DOTALL)
    return set(re.findall(r"[A-Za-z_.]*[A-Z]\w+", sentence.group(1))) if sentence else set()


def _called(name: str) -> str:
    """How a docstring names a message: its class, with the teller before it where others have one of that name."""
    message = MESSAGES[name]
    shared_by_others = sum(other.__name__ == message.__name__ for other in MESSAGES.values()) > 1
    return f"{message.teller()}.{message.__name__}" if shared_by_others else message.__name__


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_hears_what_its_sign_says(service: str) -> None:
    assert _sign(service, "Hears") == {_called(name) for name in _ears(service).names}


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_tells_what_its_sign_says(service: str) -> None:
    mine = {name for name, message in MESSAGES.items() if message.teller() == service}
    assert {said.split(".")[-1] for said in _sign(service, "Tells")} == {MESSAGES[name].__name__ for name in mine}


@pytest.mark.parametrize("name", MESSAGES)
def test_every_message_has_a_teller_whose_code_names_it_and_listeners_who_hear_it(name: str) -> None:
    message = MESSAGES[name]
    words = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for path in (ROOT / "services" / message.teller()).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Attribute | ast.Name)
    }
    assert message.__name__ in words
    assert message.audience
    assert all(name in _ears(listener).names for listener in message.audience)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_hears_nothing_that_is_not_meant_for_it(service: str) -> None:
    assert all(service in MESSAGES[name].audience for name in _ears(service).names)


@pytest.mark.parametrize("service", SERVICES)
def test_every_schedule_of_a_service_is_one_that_it_runs(service: str, database_of) -> None:
    importlib.import_module(f"services.{service}.migrate").schedule(database_of(service))
    with database_of(service).session() as session:
        from sqlalchemy import text

        assert set(session.scalars(text("SELECT name FROM schedules"))) == set(_ears(service).routines)


def _own(service: str) -> MetaData:
    module = importlib.import_module(f"services.{service}.api")
    assert module.app
    metadata: MetaData = importlib.import_module(f"services.{service}.base").Base.metadata
    return metadata


def test_each_service_has_tables_of_its_own_metadata() -> None:
    """Known trap 3: one Base for all would merge what a test imports."""
    bases = [_own(service) for service in SERVICES]
    assert len({id(metadata) for metadata in [*bases, envelopes]}) == len(SERVICES) + 1
    assert not any(set(metadata.tables) & set(envelopes.tables) for metadata in bases)


@pytest.mark.parametrize("service", SERVICES)
def test_migrations_make_what_the_models_say(service: str, database_of) -> None:
    with database_of(service).engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"target_metadata": [_own(service), envelopes]})
        assert compare_metadata(context, [_own(service), envelopes]) == []
