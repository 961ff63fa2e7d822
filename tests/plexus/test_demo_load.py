"""The loader against a door of its own: in which order it knocks, when it waits, and when it gives up."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from plexus import demo
from plexus.demo import LoadRefused, load

NOT_KNOWN_YET = (409, {"code": "not-known-yet", "errors": [{"pointer": "/records/0", "code": "not-known-yet"}]})
MALFORMED = (422, {"code": "invalid-input", "errors": [{"pointer": "/records/0/name", "code": "blank"}]})


class Door(ThreadingHTTPServer):
    """Takes every record and gives it an id, once it has refused as often as it was told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Knock)
        self.refusals: list[tuple[int, dict[str, Any]]] = []
        self.batches: list[tuple[str, list[dict[str, Any]]]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Knock(BaseHTTPRequestHandler):
    server: Door

    def do_POST(self) -> None:
        records = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["records"]
        if self.server.refusals:
            self._answer(*self.server.refusals.pop(0))
            return
        self.server.batches.append((self.path.rpartition("/")[2], records))
        items = [
            {"external_id": one["external_id"], "id": f"id-{one['external_id']}", "outcome": "created"}
            for one in records
        ]
        self._answer(200, {"items": items})

    def _answer(self, status: int, body: dict[str, Any]) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_: object) -> None:
        """A test says what it has to say by passing or failing."""


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    monkeypatch.setattr(demo, "PAUSE", 0.01)
    with Door() as server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def consortium(*partners: dict[str, Any], **sections: Any) -> dict[str, Any]:
    return {"meta": {}, "partners": [*partners], **sections}


def loaded(door: Door, file: dict[str, Any]) -> demo.Loaded:
    return load(door.url, "plx_1_secret", file, report=lambda *_: None)


def test_parents_are_loaded_before_their_children_and_named_by_the_ids_they_were_given(door: Door) -> None:
    loaded(door, consortium({"id": "unit", "parent": "school"}, {"id": "school", "parent": None}))
    assert [[record["external_id"] for record in records] for _, records in door.batches] == [["school"], ["unit"]]
    assert door.batches[1][1][0]["parent_id"] == "id-school"


def test_partners_that_are_each_others_parents_are_refused(door: Door) -> None:
    with pytest.raises(LoadRefused, match="a, b: each waits for another"):
        loaded(door, consortium({"id": "a", "parent": "b"}, {"id": "b", "parent": "a"}))


def test_more_than_a_door_takes_at_a_time_comes_in_parts(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "BATCH", 2)
    outcome = loaded(door, consortium(*({"id": name} for name in "abcde")))
    assert [len(records) for _, records in door.batches] == [2, 2, 1]
    assert outcome.outcomes["partners"] == {"created": 5}


@pytest.mark.parametrize("refusal", [NOT_KNOWN_YET, (401, {}), (403, {}), (503, {})])
def test_what_may_yet_arrive_is_waited_for(door: Door, refusal: tuple[int, dict[str, Any]]) -> None:
    door.refusals = [refusal, refusal]
    assert loaded(door, consortium({"id": "school"})).outcomes["partners"] == {"created": 1}


def test_what_is_wrong_is_refused_in_the_doors_own_words(door: Door) -> None:
    door.refusals = [MALFORMED]
    with pytest.raises(LoadRefused, match=r"partners: 422 .*blank"):
        loaded(door, consortium({"id": "school"}))


def test_waiting_ends(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "PATIENCE", 0.1)
    door.refusals = [NOT_KNOWN_YET] * 1000
    with pytest.raises(LoadRefused, match="partners: 409"):
        loaded(door, consortium({"id": "school"}))


def test_sections_without_a_door_are_counted(door: Door) -> None:
    outcome = loaded(door, consortium({"id": "school"}, action_items=[{"id": "ai-1"}, {"id": "ai-2"}]))
    assert outcome.without_place == {"action_items": 2}
    assert {section for section, _ in door.batches} == {"partners"}
