"""What docker-compose.yml promises, read from the file itself: no engine is needed."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from plexus.embedded.programs import SERVICES, WORKERS

PROJECT = Path(__file__).parents[2]
FILE: dict[str, Any] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
CONTAINERS: dict[str, dict[str, Any]] = FILE["services"]
ONE_SHOTS = {name for name, container in CONTAINERS.items() if container["restart"] == "no"}
LASTING = sorted(CONTAINERS.keys() - ONE_SHOTS)
QUEUES = {queue for _, queues in WORKERS.values() for queue in queues}


def flag(command: list[str], name: str) -> str:
    [found] = [word.split("=", 1)[1] for word in command if word.startswith(f"--{name}=")]
    return found


def test_every_queue_has_a_worker_of_its_own() -> None:
    workers = [container["command"] for container in CONTAINERS.values() if "worker" in container.get("command", [])]
    taken = [flag(command, "queues") for command in workers]
    assert sorted(taken) == sorted(QUEUES)


def test_every_service_has_its_api_its_relay_and_its_migration() -> None:
    for service in SERVICES:
        assert f"services.{service}.api:app" in CONTAINERS[f"{service}-api"]["command"]
        assert f"services.{service}.relay" in CONTAINERS[f"{service}-relay"]["command"]
        assert f"services.{service}.migrate" in CONTAINERS[f"{service}-migrate"]["command"]


def test_only_the_fronts_port_is_open_and_the_mailboxs_on_loopback() -> None:
    opened = {name: container["ports"] for name, container in CONTAINERS.items() if "ports" in container}
    assert opened == {
        "front": ["${PLEXUS_PORT:-8000}:8080"],
        "mailbox": ["127.0.0.1:${PLEXUS_MAILBOX_PORT:-8025}:8025"],
    }


@pytest.mark.parametrize("name", sorted(CONTAINERS))
def test_a_container_can_do_no_more_than_it_must(name: str) -> None:
    container = CONTAINERS[name]
    assert container["read_only"]
    assert container["init"]
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]
    assert container["mem_limit"]


@pytest.mark.parametrize("name", sorted(CONTAINERS.keys() - {"ops"}))
def test_no_container_runs_as_root(name: str) -> None:
    container = CONTAINERS[name]
    user = container.get("user") or re.findall(r"^USER (\S+)", (PROJECT / "Dockerfile").read_text(), re.M)[0]
    assert "build" in container or "user" in container
    assert str(user).partition(":")[0] not in {"root", "0"}


@pytest.mark.parametrize("name", LASTING)
def test_a_lasting_container_starts_again_and_says_whether_it_is_well(name: str) -> None:
    container = CONTAINERS[name]
    if name != "ops":
        assert container["restart"] == "unless-stopped"
        assert container["healthcheck"]["test"]


@pytest.mark.parametrize("name", sorted(ONE_SHOTS - {"ops"}))
def test_somebody_waits_for_each_one_shot(name: str) -> None:
    # `docker compose up --wait` takes a one-shot that nobody waits for as a failure when it ends.
    waiting = [container.get("depends_on", {}).get(name, {}) for container in CONTAINERS.values()]
    assert "service_completed_successfully" in [wait.get("condition") for wait in waiting]


def test_workers_get_time_to_finish_what_they_began() -> None:
    workers = [container for container in CONTAINERS.values() if "worker" in container.get("command", [])]
    assert {container["stop_grace_period"] for container in workers} == {"40s"}


def test_a_service_is_told_of_no_database_but_its_own() -> None:
    for name, container in CONTAINERS.items():
        told = {variable for variable in container.get("environment", {}) if variable.endswith("_DATABASE_URL")}
        service = name.partition("-")[0]
        if service in SERVICES:
            assert told == {f"{service.upper()}_DATABASE_URL"}
        elif name == "portal":
            assert told == set()


def test_redis_evicts_nothing_writes_what_it_takes_and_asks_for_a_password() -> None:
    configuration = (PROJECT / "deploy" / "redis").read_text()
    for line in ("maxmemory-policy noeviction", "appendonly yes", "requirepass ${password%%@*}", "maxmemory 256mb"):
        assert f"\n{line}\n" in configuration
