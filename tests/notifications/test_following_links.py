"""What a follower does by her link, and what of followers others see."""

from services.notifications.following.links import manage_token
from shared.sealing import sign_id
from tests.notifications.builders import HOST, a_subscription, published
from tests.notifications.doors import Doors
from tests.notifications.stage import Stage

PREFERENCES = "/api/v1/subscriptions/preferences"


def test_a_follower_looks_after_it_all_by_her_link(doors: Doors, stage: Stage) -> None:
    stage.follow(a_subscription(email="gil@example.org"), a_subscription("topic", "heart", email="gil@example.org"))
    token = manage_token(stage.rows("SELECT id FROM recipients WHERE person_id IS NULL")[0].id)
    link, stranger = f"/api/v1/links/notifications/{token}", doors.to("stranger")
    assert stranger.get(link).json() == {"purpose": "following"}
    found = stranger.get(f"{link}/following")
    everything, heart = found.json()["subscriptions"]
    quiet = {"start": "21:00:00", "end": "07:30:00"}
    said = {"language": "es", "quiet_hours": quiet, "kinds": {"published": "weekly"}}
    stale = stranger.patch(f"{link}/following", json=said, headers={"If-Match": '"9"'})
    kept = stranger.patch(f"{link}/following", json=said, headers={"If-Match": found.headers["ETag"]}).json()
    assert (stale.status_code, kept["language"], kept["quiet_hours"]) == (412, "es", quiet)
    one = f"{link}/subscriptions/{everything['id']}"
    changed = stranger.patch(one, json={"frequency": "daily"}, headers={"If-Match": '"1"'}).json()
    assert (changed["frequency"], changed["version"]) == ("daily", 2)
    gone = stranger.delete(f"{link}/subscriptions/{heart['id']}", headers={"If-Match": "*"})
    assert gone.status_code == 204
    assert [item["id"] for item in stranger.get(f"{link}/following").json()["subscriptions"]] == [everything["id"]]


def test_every_email_leads_a_follower_to_all_that_she_follows_and_whoever_has_an_account_to_her_page(
    doors: Doors, stage: Stage
) -> None:
    doors.to("bea")
    stage.follow(a_subscription(email="gil@example.org"), a_subscription(person="bea"))
    stage.hear(published())
    stage.tell()
    why = {row.address: sign_id("why", row.id) for row in stage.rows("SELECT id, address FROM deliveries")}
    pages = {address: doors.to("stranger").get(f"/links/notifications/{why[address]}").text for address in why}
    assert 'href="http://consortium.test/my/emails"' in pages["bea@example.org"]
    assert f'href="http://consortium.test/links/following/{why["gil@example.org"]}"' in pages["gil@example.org"]
    following = doors.to("stranger").get(f"/api/v1/links/notifications/{why['gil@example.org']}/following").json()
    assert following["preferences"]["email"] == "gil@example.org"
    assert [one["state"] for one in following["received"]] == ["pending"]


def test_by_a_link_nobody_reaches_what_others_follow(doors: Doors, stage: Stage) -> None:
    stage.follow(a_subscription(email="gil@example.org"), a_subscription(email="hal@example.org"))
    rows = stage.rows(
        "SELECT r.id, s.id AS followed FROM recipients r JOIN subscriptions s ON s.recipient_id = r.id"
        " ORDER BY r.address"
    )
    link = f"/api/v1/links/notifications/{manage_token(rows[0].id)}/subscriptions/{rows[1].followed}"
    headers = {"If-Match": "*"}
    assert doors.to("stranger").delete(link, headers=headers).status_code == 404
    assert doors.to("stranger").patch(link, json={}, headers=headers).status_code == 404


def test_what_she_said_by_her_address_stands_once_she_has_an_account(doors: Doors, stage: Stage) -> None:
    stage.follow(a_subscription(email="bea@example.org"))
    token = manage_token(stage.rows("SELECT id FROM recipients")[0].id)
    link = f"/api/v1/links/notifications/{token}/following"
    doors.to("stranger").patch(link, json={"kinds": {"changes": "never"}}, headers={"If-Match": "*"})
    bea = doors.to("bea")
    assert bea.get(PREFERENCES).json()["kinds"] == {"changes": "never"}
    over = doors.to("stranger").get(link)
    assert (over.status_code, over.json()["code"]) == (410, "has-account")


def test_hosts_see_how_many_follow_and_who_has_an_account_and_no_address(doors: Doors, stage: Stage) -> None:
    for name in ("bea", "cem"):
        doors.to(name)
    follow = [
        ("bea", None, True),
        ("cem", None, True),
        (None, "cem@example.org", True),
        (None, "gil@example.org", True),
    ]
    stage.follow(
        *(
            a_subscription("partner", str(HOST), person=person, email=email, confirmed=confirmed)
            for person, email, confirmed in [*follow, (None, "hal@example.org", False)]
        )
    )
    answer = doors.to("coordinator").get(f"/api/v1/subscriptions/followers?partner={HOST}&limit=200")
    found = answer.json()
    assert (found["with_account"], found["by_address"], found["unconfirmed"]) == (2, 1, 1)
    assert {one["name"] for one in found["items"]} == {"Bea", "Cem"}
    assert "@" not in answer.text
