"""Machines' tokens: shown once, told as hashes, over when they say or when they are revoked."""

from datetime import timedelta

from tests.partners.conftest import StandingClock
from tests.partners.consortium import Consortium

TOKENS = "/api/v1/tokens"


def test_a_token_is_shown_once_and_told_as_a_hash(consortium: Consortium) -> None:
    person = consortium.person()
    door = consortium.as_(person)
    issued = door.post(TOKENS, json={"name": "importer", "scopes": ["read"]})
    assert issued.status_code == 201
    token = issued.json()["token"]
    assert token.startswith("plx_")
    assert consortium.door(token).get("/api/v1/people/me").json()["id"] == str(person.id)
    listed = door.get(TOKENS).json()["items"]
    assert [item["name"] for item in listed] == ["importer", "a machine"]
    assert "token" not in listed[0]
    assert token.rpartition("_")[2] not in consortium.everything_kept()
    assert consortium.told("api_token_changed", "events")[-1]["scopes"] == ["read"]


def test_a_token_that_may_only_read_writes_nothing_and_issues_no_other(consortium: Consortium) -> None:
    reader = consortium.as_(consortium.person(), scopes=("read",))
    answer = reader.post(TOKENS, json={"name": "more", "scopes": ["read", "write"]})
    assert (answer.status_code, answer.json()["code"]) == (403, "insufficient-scope")
    writer = consortium.as_(consortium.person(), scopes=("write",))
    answer = writer.post(TOKENS, json={"name": "more", "scopes": ["read"]})
    assert (answer.status_code, answer.json()["code"]) == (403, "insufficient-scope")


def test_a_token_ends_when_it_says(consortium: Consortium, time: StandingClock) -> None:
    door = consortium.as_(consortium.person())
    expires_at = (time() + timedelta(hours=1)).isoformat()
    token = door.post(TOKENS, json={"name": "short", "scopes": ["read"], "expires_at": expires_at}).json()["token"]
    assert consortium.door(token).get(TOKENS).status_code == 200
    time.pass_(hours=1)
    answer = consortium.door(token).get(TOKENS)
    assert (answer.status_code, answer.json()["code"]) == (401, "invalid-token")
    late = door.post(TOKENS, json={"name": "late", "scopes": ["read"], "expires_at": expires_at})
    assert (late.status_code, late.json()["errors"][0]["pointer"]) == (422, "/expires_at")


def test_a_revoked_token_is_over_and_its_end_is_told(consortium: Consortium) -> None:
    door = consortium.as_(consortium.person())
    issued = door.post(TOKENS, json={"name": "lost", "scopes": ["read"]})
    path = f"{TOKENS}/{issued.json()['id']}"
    assert door.delete(path).status_code == 428
    assert door.delete(path, headers={"If-Match": '"7"'}).status_code == 412
    assert door.delete(path, headers={"If-Match": issued.headers["ETag"]}).status_code == 204
    assert consortium.door(issued.json()["token"]).get(TOKENS).status_code == 401
    assert consortium.told("api_token_changed")[-1]["revoked_at"] is not None
    assert consortium.told("api_token_changed")[-1]["version"] == 2


def test_nobody_revokes_the_token_of_another(consortium: Consortium) -> None:
    issued = consortium.as_(consortium.person()).post(TOKENS, json={"name": "hers", "scopes": ["read"]}).json()
    path = f"{TOKENS}/{issued['id']}"
    assert consortium.office().delete(path, headers={"If-Match": "*"}).status_code == 404


def test_the_list_of_tokens_goes_on_page_after_page(consortium: Consortium) -> None:
    door = consortium.as_(consortium.person())
    for number in range(4):
        door.post(TOKENS, json={"name": f"token {number}", "scopes": ["read"]})
    first = door.get(TOKENS, params={"limit": 3}).json()
    rest = door.get(TOKENS, params={"limit": 3, "cursor": first["next"]}).json()
    names = [item["name"] for item in first["items"] + rest["items"]]
    assert names == ["token 3", "token 2", "token 1", "token 0", "a machine"]
    assert rest["next"] is None
