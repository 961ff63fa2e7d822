"""What the operator does at the databases: people, tokens, dead letters, copies."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from click.testing import Result
from typer.testing import CliRunner

from plexus import accounts
from plexus.__main__ import app
from shared.identity import hash_secret
from tests.plexus.conftest import Installation

OFFICE = "ana@example.org"
DEAD = """
    INSERT INTO outbox (message_id, listener, name, body, correlation_id, refused_at, refusal)
    VALUES ('{id}', 'notifications', 'events.event_published', '{{}}', 'c', now(), 'ValidationError')
"""


def plexus(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


@pytest.fixture(autouse=True)
def _at_this_installation(installation: Installation, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "database", lambda: installation.databases["partners"])


def test_a_person_is_added_once_and_given_more_roles(installation: Installation) -> None:
    first = plexus("person", "add", OFFICE, "--name", "Ana Díaz", "--role", "office", "--json")
    again = plexus("person", "add", "ANA@example.org", "--name", "Ana", "--role", "operator", "--json")
    assert [json.loads(done.stdout)["created"] for done in (first, again)] == [True, False]
    roles = installation.find("partners", "SELECT consortium_roles FROM people")
    assert roles == ["office", "operator"]
    assert installation.find("partners", "SELECT string_agg(door, ',') FROM audit") == "plexus,plexus"


def test_an_address_that_is_none_is_refused_in_words(installation: Installation) -> None:
    done = plexus("person", "add", "nobody", "--name", "Nobody")
    assert done.exit_code == 2
    assert "email" in done.output
    assert installation.find("partners", "SELECT count(*) FROM people") == 0


def test_a_token_is_shown_once_and_only_its_hash_is_kept(installation: Installation) -> None:
    plexus("person", "add", OFFICE, "--name", "Ana Díaz", "--role", "office")
    made = json.loads(plexus("token", "create", "--as", OFFICE, "--scope", "read", "--json").stdout)
    _, _, secret = made["token"].split("_", 2)
    assert installation.find("partners", "SELECT secret_hash FROM tokens") == hash_secret(secret)
    assert installation.find("partners", "SELECT scopes FROM tokens") == ["read"]


def test_nobody_gets_a_token_for_a_stranger() -> None:
    done = plexus("token", "create", "--as", "stranger@example.org", "--json")
    assert done.exit_code == 1
    assert "stranger@example.org" in done.output


def test_the_first_person_is_let_in_once_however_often_it_starts(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    until = datetime.now(UTC) + timedelta(hours=1)
    monkeypatch.setenv("PLEXUS_FIRST_OFFICE_EMAIL", OFFICE)
    monkeypatch.setenv("PLEXUS_FIRST_OFFICE_NAME", "Ana Díaz")
    monkeypatch.setenv("PLEXUS_FIRST_SIGN_IN", f"{hash_secret('first')} {until.isoformat()}")
    for _ in range(2):
        assert plexus("person", "first").exit_code == 0
    assert installation.find("partners", "SELECT count(*) FROM people") == 1
    assert installation.find("partners", "SELECT array_agg(token_hash) FROM sign_in_links") == [hash_secret("first")]
    assert installation.find("partners", "SELECT expires_at FROM sign_in_links") == until


def test_where_setup_named_nobody_nobody_is_let_in(installation: Installation) -> None:
    assert plexus("person", "first").exit_code == 0
    assert installation.find("partners", "SELECT count(*) FROM people") == 0


def test_dead_letters_are_shown_with_their_reason_and_sent_again(installation: Installation) -> None:
    one, other = uuid4(), uuid4()
    for message_id in (one, other):
        installation.change("events", DEAD.format(id=message_id))
    shown = json.loads(plexus("dead-letters", "show", "--json").stdout)
    assert {letter["id"] for letter in shown} == {str(one), str(other)}
    assert {(letter["teller"], letter["listener"], letter["refusal"]) for letter in shown} == {
        ("events", "notifications", "ValidationError")
    }
    assert json.loads(plexus("dead-letters", "show", "--service", "partners", "--json").stdout) == []

    assert "1 message will" in plexus("dead-letters", "retry", str(one)).output
    assert installation.find("events", "SELECT count(*) FROM outbox WHERE refused_at IS NULL") == 1
    assert "1 message will" in plexus("dead-letters", "retry").output
    assert installation.find("events", "SELECT count(*) FROM outbox WHERE refused_at IS NULL") == 2


def test_a_service_that_is_none_is_refused() -> None:
    assert plexus("dead-letters", "show", "--service", "portal").exit_code == 2
    assert plexus("resync", "partners").exit_code == 2
    assert plexus("relay", "portal").exit_code == 2


@pytest.mark.parametrize("words", [(), ("person",), ("token",), ("dead-letters",)])
def test_every_command_explains_itself(words: tuple[str, ...]) -> None:
    shown = plexus(*words, "--help")
    assert shown.exit_code == 0
    assert "Commands" in shown.output


def test_a_resync_asks_each_neighbor_once_for_everything(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.notifications.base.database", lambda: installation.databases["notifications"])
    assert plexus("resync", "notifications").exit_code == 0
    asked = "SELECT array_agg(listener ORDER BY listener) FROM outbox WHERE name = 'notifications.copies_requested'"
    assert installation.find("notifications", asked) == ["events", "partners"]
