"""The whole API, called with whatever its description allows: it never fails, and never answers otherwise."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.api.by_hand import NOT_BY_GENERATION
from tests.faults.audience import Audience
from tests.faults.cluster import Cluster
from tests.sink import Sink
from tests.waiting import eventually

ROOT = Path(__file__).parents[2]
schemathesis.openapi.media_type("message/rfc822", st.binary(max_size=2_000))
SCHEMA = schemathesis.openapi.from_path(str(ROOT / "services" / "portal" / "openapi.json"))
OPERATIONS = {operation.ok().label: operation.ok() for operation in SCHEMA.get_all_operations()}

_reached: set[str] = set()

pytestmark = pytest.mark.timeout(900)


class Served:
    """A running system with a few records, and their ids by the name of the path's parameter."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        audience = Audience(cluster, 3)
        event = cluster.post("/api/v1/events", audience.event("A fair")).json()
        draft = cluster.post("/api/v1/events", audience.event("A draft")).json()
        cluster.post(f"/api/v1/events/{event['id']}/publication")
        title = {"external_id": "x", "slug": "x", "title": "X"}
        everything = {"target": {"kind": "everything"}, "frequency": "daily"}
        self.ids = {
            "partner": [audience.host_id, "host"],
            "partner_id": [audience.host_id],
            "community": [audience.community_id],
            "slug": ["host", "riverside", "x"],
            "event_id": [event["id"], draft["id"]],
            "person_id": cluster.record("people", {"external_id": "p", "name": "Ana", "email": "ana@example.org"}),
            "group": cluster.record("groups", {"external_id": "g", "title": "G"}),
            "initiative": cluster.record("initiatives", title | {"state": "active"}),
            "program_id": cluster.record("programs", title),
            "token_id": [cluster.post("/api/v1/tokens", {"name": "n", "scopes": ["read"]}).json()["id"]],
            "subscription_id": [cluster.post("/api/v1/subscriptions", everything).json()["id"]],
            "email_id": [eventually(lambda: self._emails(event["id"]), within=20)[0]["id"]],
        }

    def _emails(self, event_id: str) -> list[dict[str, Any]]:
        return list(self.cluster.get(f"/api/v1/emails?event={event_id}").json()["items"])

    def known(self, parameter: str) -> list[str]:
        """Ids that a path's parameter may name."""
        return self.ids.get(parameter, [])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with Sink() as sink, Cluster(tmp_path_factory.mktemp("api"), sink.url) as cluster:
        yield Served(cluster)


@pytest.mark.parametrize("label", OPERATIONS)
def test_an_operation_answers_as_it_is_described(label: str, served: Served) -> None:
    headers = {"Authorization": f"Bearer {served.cluster.token}", "If-Match": "*"}

    @settings(
        max_examples=30, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=OPERATIONS[label].as_strategy(), data=st.data())
    def answers_as_described(case: Case, data: st.DataObject) -> None:
        _name_what_is_there(case, served, data)
        case.headers.pop("Idempotency-Key", None)  # two examples with one key would be one request
        response = case.call(base_url=served.cluster.url, headers=headers)
        case.validate_response(
            response,
            checks=[
                not_a_server_error,
                status_code_conformance,
                content_type_conformance,
                response_schema_conformance,
            ],
        )
        if response.status_code < 300:
            _reached.add(label)

    answers_as_described()


def _name_what_is_there(case: Case, served: Served, data: st.DataObject) -> None:
    """Most of the time, let a path name something that exists: an id is not to be guessed."""
    parameters: dict[str, Any] = case.path_parameters or {}
    for name in parameters:
        known = served.known(name)
        if known and data.draw(st.integers(0, 3)):
            parameters[name] = data.draw(st.sampled_from(known))


def test_every_operation_was_brought_to_a_success() -> None:
    missed = set(OPERATIONS) - _reached - set(NOT_BY_GENERATION)
    assert not missed, sorted(missed)


@pytest.mark.parametrize(("label", "test"), NOT_BY_GENERATION.items())
def test_what_generation_does_not_reach_has_a_test_of_its_own(label: str, test: str) -> None:
    assert label in OPERATIONS
    path, _, name = test.partition("::")
    assert f"def {name}(" in (ROOT / path).read_text()
