"""`docker compose up` as an operator meets it: without settings, after setup, and beside the demo."""

import os
import re
from collections.abc import Iterator

import httpx2
import pytest

from tests.stacks import Compose, answers, compose_project

pytestmark = [pytest.mark.compose, pytest.mark.timeout(900)]

SET_UP_FIRST = "No settings yet: run `plexus setup` (or `docker compose run --rm ops setup`)."
SETUP = (
    *("setup", "--name", "Women's & River Cities Consortium", "--time-zone", "America/Chicago"),
    *("--from-address", "events@example.org", "--smtp-url", "smtp://127.0.0.1:1"),
    *("--office-email", "ana@example.org", "--office-name", "Ana Díaz"),
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Compose]:
    with compose_project(f"plexus-setup-{os.getpid()}", tmp_path_factory.mktemp("compose")) as made:
        yield made


@pytest.fixture(scope="module")
def bare(project: Compose) -> str:
    """What `up` says where nothing was set up."""
    done = project.run("up", "--build", within=800)
    assert done.returncode != 0
    return done.stdout


@pytest.fixture(scope="module")
def set_up(project: Compose, bare: str) -> str:
    """What setup says; after it, everything is up and well."""
    said = project.must("run", "--rm", "-T", "ops", *SETUP, "--url", f"http://localhost:{project.port}")
    project.must("up", "--detach", "--wait", within=800)
    return said


def test_without_settings_it_stops_with_the_next_step(bare: str) -> None:
    assert SET_UP_FIRST in bare


def test_setup_writes_settings_for_whoever_owns_the_directory(set_up: str, project: Compose) -> None:
    written = (project.directory / ".env").stat()
    assert written.st_mode & 0o777 == 0o600
    assert written.st_uid == project.directory.stat().st_uid
    assert "does not answer as an SMTP relay" in " ".join(set_up.split())


def test_after_setup_it_is_ready_and_calls_itself_by_its_name(set_up: str, project: Compose) -> None:
    url = f"http://localhost:{project.port}"
    assert answers(f"{url}/health/ready")
    assert "Women&#39;s &amp; River Cities Consortium" in httpx2.get(url, timeout=20).text


def test_the_first_office_person_signs_in_from_the_link_and_only_once(set_up: str, project: Compose) -> None:
    url = f"http://localhost:{project.port}"
    [token] = re.findall(rf"{re.escape(url)}/links/partners/([\w-]+)", set_up)
    session = httpx2.post(f"{url}/api/v1/sessions", json={"token": token}, timeout=20)
    assert session.status_code == 200
    headers = {"Authorization": f"Bearer {session.json()['access_token']}"}
    me = httpx2.get(f"{url}/api/v1/people/me", headers=headers, timeout=20).json()
    assert (me["name"], me["email"], me["consortium_roles"]) == ("Ana Díaz", "ana@example.org", ["office"])
    assert httpx2.post(f"{url}/api/v1/sessions", json={"token": token}, timeout=20).status_code == 410


def test_the_first_link_is_not_renewed_by_starting_again(set_up: str, project: Compose) -> None:
    [token] = re.findall(r"/links/partners/([\w-]+)", set_up)
    project.must("up", "--detach", "--wait", within=300)
    again = httpx2.post(f"http://localhost:{project.port}/api/v1/sessions", json={"token": token}, timeout=20)
    assert again.status_code == 410


def test_each_services_role_reaches_its_own_database_alone(set_up: str, project: Compose) -> None:
    settings = (project.directory / ".env").read_text()
    [password] = re.findall(r"://events:(\w+)@", settings)

    def reaches(database: str) -> bool:
        url = f"postgresql://events:{password}@127.0.0.1/{database}"
        return project.run("exec", "-T", "postgres", "psql", url, "-c", "SELECT 1").returncode == 0

    assert reaches("events")
    assert not reaches("partners")
    assert not reaches("notifications")


def test_a_service_holds_no_other_services_code(set_up: str, project: Compose) -> None:
    done = project.run("exec", "-T", "events-api", "python", "-c", "import services.partners")
    assert "ModuleNotFoundError" in done.stdout


def test_the_doctor_finds_only_the_relay_that_nobody_runs(set_up: str, project: Compose) -> None:
    done = project.run("run", "--rm", "-T", "ops", "doctor")
    assert done.returncode == 1
    wrong = [line for line in done.stdout.splitlines() if "✗" in line]
    assert [line.split()[1:3] for line in wrong] == [["SMTP", "relay"]]


def test_the_demo_does_not_start_in_a_real_installation(set_up: str, project: Compose) -> None:
    done = project.run("--profile", "demo", "up", "--no-recreate", within=300)
    assert done.returncode != 0
    assert not (answers(f"http://localhost:{project.mailbox_port}"))
