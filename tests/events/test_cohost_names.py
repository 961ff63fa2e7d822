"""Where a co-host's name stands, and from when to when; and who may know of what."""

from collections.abc import Callable
from typing import Any

from tests.events.asking import Asking
from tests.events.consortium import EVENTS, Consortium


def _places(consortium: Consortium, asking: Asking, partner: str) -> dict[str, bool]:
    """Wherever a stranger might find that a partner carries the event, whether she does."""
    listed = consortium.http.get(EVENTS, params={"host": partner}).json()["items"]
    everywhere = consortium.http.get(EVENTS).text
    found = consortium.http.get(EVENTS, params={"q": "forum"}).text
    return {
        "its list": [event["id"] for event in listed] == [asking.event["id"]],
        "the document": partner in consortium.http.get(asking.url).text,
        "the whole list": partner in everywhere,
        "the search": partner in found,
    }


def test_a_partner_is_named_from_its_yes_to_its_no_in_the_same_request(consortium: Consortium) -> None:
    asking = Asking(consortium)
    partner = str(asking.partner)
    asking.invite()
    assert set(_places(consortium, asking, partner).values()) == {False}
    for said, is_named in (("accepted", True), ("declined", False), ("accepted", True)):
        seen = consortium.http.get(asking.url).headers["ETag"]
        listed = consortium.http.get(EVENTS).headers["ETag"]
        asking.answer(said)
        assert set(_places(consortium, asking, partner).values()) == {is_named}
        assert consortium.http.get(asking.url, headers={"If-None-Match": seen}).status_code == 200
        assert consortium.http.get(EVENTS, headers={"If-None-Match": listed}).status_code == 200
    asking.leave()
    assert set(_places(consortium, asking, partner).values()) == {False}


def test_three_hosts_have_it_once_in_their_lists_under_one_uid(consortium: Consortium) -> None:
    asking = Asking(consortium)
    hosts = [consortium.host, asking.carried_by(), asking.carried_by(consortium.partner(), role="sponsor")]
    asking.invite(consortium.partner())
    consortium.published(title="Another forum")
    for host in hosts[1:]:
        listed = consortium.http.get(EVENTS, params={"host": str(host)}).json()["items"]
        assert [event["uid"] for event in listed] == [asking.event["uid"]]
        mine = asking.door(host).get(EVENTS, params={"mine": "true"}).json()["items"]
        assert [event["uid"] for event in mine] == [asking.event["uid"]]
    of_the_host = consortium.http.get(EVENTS, params={"host": str(consortium.host)}).json()["items"]
    assert sorted(event["title"] for event in of_the_host) == ["Another forum", "Spring forum"]
    assert consortium.http.get("/calendar.ics").text.count(asking.event["uid"]) == 1


def test_what_is_for_a_group_is_not_there_for_others_through_any_door_of_cohosts(consortium: Consortium) -> None:
    group = consortium.group(consortium.person())
    asking = Asking(consortium, visibility="group", group_id=str(group))
    partner = asking.carried_by()
    prober = consortium.with_role("admin", consortium.partner())
    probes: list[Callable[[Any], Any]] = [
        lambda door: door.get(f"{asking.url}/cohosts"),
        lambda door: door.post(f"{asking.url}/cohosts", json={"partner_id": str(consortium.host)}),
        lambda door: door.post(f"{asking.url}/cohosts/{partner}/answer", json={"answer": "accepted"}),
        lambda door: door.post(f"{asking.url}/cohosts/{partner}/withdrawal"),
        lambda door: door.post(f"{asking.url}/cohosts/{consortium.host}/withdrawal"),
    ]
    for probe in probes:
        assert probe(prober).status_code == 404
    assert consortium.http.get(EVENTS, params={"host": str(partner)}).json()["items"] == []
    assert prober.get(EVENTS, params={"host": str(partner)}).json()["items"] == []
    assert prober.get("/api/v1/cohosts").json()["items"] == []
    assert str(partner) not in consortium.http.get("/calendar.ics").text
    assert asking.door(partner).get(asking.url).status_code == 200


def test_who_is_asked_is_known_to_the_host_and_to_each_asked_alone(consortium: Consortium) -> None:
    asking = Asking(consortium)
    other = consortium.partner()
    asking.invite(note="Between us.")
    asking.invite(other)

    def named(door: Any) -> list[str]:
        return [each["partner_id"] for each in door.get(f"{asking.url}/cohosts").json()["items"]]

    assert named(consortium.coordinator) == [str(asking.partner), str(other)]
    assert named(asking.door(other)) == [str(other)]
    assert named(consortium.http) == []
    assert named(consortium.with_role("admin", consortium.partner())) == []
