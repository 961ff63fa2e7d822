"""What waits for an operator: what may have arrived and is not sent twice, and what was set aside."""

import json
from collections.abc import Callable

import pytest
from typer.testing import CliRunner

from plexus.__main__ import app
from services.notifications.settings import notifications_settings
from tests.notifications.doors import Doors
from tests.notifications.stage import Stage
from tests.sink import Fault, Sink

UNLUCKY = "person07@example.org"


@pytest.fixture
def held(due: Stage, sink: Sink, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """One of twenty may have arrived, and its class is held."""
    monkeypatch.setattr(notifications_settings(), "hold_uncertain", "bulk normal")
    sink.fault_for = lambda recipient: Fault("dot", takes=True) if recipient == UNLUCKY else None
    due.send(sink.url)
    sink.fault_for = lambda _: None
    due.clock.pass_(hours=80)
    due.send(sink.url)
    assert due.states()[UNLUCKY] == "uncertain"
    return due


def _id_of(stage: Stage, address: str) -> str:
    return str(stage.rows("SELECT id FROM deliveries WHERE address = :a", a=address)[0].id)


def _copies(sink: Sink) -> list[str]:
    return [message_id for message_id, recipient in sink.taken if recipient == UNLUCKY]


def test_what_the_office_sends_again_goes_once_more_under_its_message_id(held: Stage, sink: Sink) -> None:
    answer = Doors(held).to("office").post(f"/api/v1/deliveries/{_id_of(held, UNLUCKY)}/repetition", json={})
    assert (answer.status_code, answer.json()["state"]) == (200, "pending")
    held.send(sink.url)
    assert len(_copies(sink)) == 2
    assert len(set(_copies(sink))) == 1
    assert held.states()[UNLUCKY] == "accepted"


def test_what_an_operator_settles_is_never_sent_again(held: Stage, sink: Sink) -> None:
    answer = Doors(held).to("operator").post(f"/api/v1/deliveries/{_id_of(held, UNLUCKY)}/acceptance", json={})
    assert (answer.json()["state"], answer.json()["reason"]) == ("accepted", "settled")
    held.clock.pass_(hours=10)
    held.send(sink.url)
    assert len(_copies(sink)) == 1


@pytest.mark.parametrize("move", ["repetition", "acceptance"])
def test_what_waits_for_nobody_cannot_be_decided(held: Stage, move: str) -> None:
    accepted = f"/api/v1/deliveries/{_id_of(held, 'person03@example.org')}/{move}"
    answer = Doors(held).to("office").post(accepted, json={})
    assert (answer.status_code, answer.json()["code"]) == (409, "invalid-transition")
    assert Doors(held).to("office").post(f"/api/v1/deliveries/{'0' * 32}/{move}", json={}).status_code == 404


@pytest.fixture
def plexus(held: Stage, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """The operator's command at this database."""
    monkeypatch.setattr("services.notifications.base.database", lambda: held.database)

    def run(*words: str) -> str:
        done = CliRunner().invoke(app, ["held", *words])
        assert done.exit_code == 0, done.output
        return done.stdout

    return run


def test_the_operators_command_shows_and_sends_again(plexus: Callable[..., str], held: Stage, sink: Sink) -> None:
    (shown,) = json.loads(plexus("show", "--json"))
    assert (shown["recipient"], shown["state"]) == (UNLUCKY, "uncertain")
    assert "1 will be sent again" in plexus("resend", shown["id"])
    assert json.loads(plexus("show", "--json")) == []
    held.send(sink.url)
    assert len(_copies(sink)) == 2


def test_the_operators_command_settles_all(plexus: Callable[..., str], held: Stage) -> None:
    with held.database.engine.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE deliveries SET state = 'failed', reason = 'set-aside' WHERE address = 'person03@example.org'"
        )
    assert "2 are settled" in plexus("settle")
    assert held.states()[UNLUCKY] == "accepted"
    assert held.told()["person03@example.org"] == ("failed", "settled")
    assert "Nothing waits" in plexus("show")
