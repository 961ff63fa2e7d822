"""The oracle against cases worked out by hand, so that what is compared with it can be trusted."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from tests.oracle import Consortium, Record, Told, normalized

NOON = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)  # 12:00 in Chicago
NIGHT = datetime(2026, 11, 23, 4, 30, tzinfo=UTC)  # 22:30 in Chicago, 23:30 in Louisville


def partner(name: str, membership: str = "member") -> Record:
    return {"id": name, "membership": {"kind": membership}}


def person(name: str, **fields: Any) -> Record:
    role_at = fields.pop("role_at", None)
    affiliated = fields.pop("affiliated", "clinic")
    return {
        "id": name,
        "address": f"{name}@example.org",
        "address_state": "ok",
        "language": "en",
        "time_zone": "America/Chicago",
        "quiet_hours": None,
        "state": "active",
        "has_account": True,
        "affiliations": [{"partner": affiliated, "since": "2026-01-01", "until": None}],
        "roles": [{"partner": role_at, "role": "viewer"}] if role_at else [],
        "consents": [{"purpose": "operational_email", "state": "granted"}],
    } | fields


def follows(who: str, by: str, what: Any, frequency: str = "immediate", **fields: Any) -> Record:
    whose = {"person": who}
    if "@" in who:
        known = {"language": "es", "time_zone": "America/Chicago", "confirmed": fields.pop("confirmed", True)}
        whose = {"follower": {"address": who, **known}}
    return {"by": by, by: what, "frequency": frequency, "muted": False, "muted_until": None, **whose} | fields


def event(**fields: Any) -> Record:
    return {
        "id": "fair",
        "host": "clinic",
        "cohosts": [],
        "initiative": "i-1",
        "program": None,
        "communities": ["riverside"],
        "topics": ["Diabetes"],
        "sdoh": ["food-insecurity"],
        "audiences": ["families"],
        "group": None,
        "invited": [],
        "visibility": "public",
        "starts_local": "2027-01-30T10:00",
        "time_zone": "America/Chicago",
    } | fields


def consortium(*people: Record, subscriptions: list[Record] | None = None, **more: Any) -> Consortium:
    partners = [partner("clinic"), partner("school"), partner("outsider", "none")]
    data = {"partners": partners, "people": [*people], "groups": [], "registrations": []}
    return Consortium(data | {"subscriptions": subscriptions or []} | more, date(2026, 11, 22))


def names(told: Told) -> set[str]:
    return {address.partition("@")[0] for address in told.at_once}


def test_staff_of_the_host_and_of_accepted_cohosts_are_told_and_of_invited_ones_are_not() -> None:
    staff = [
        person("ann", role_at="clinic"),
        person("ben", role_at="school"),
        person("cal", role_at="outsider"),
    ]
    cohosts = [
        {"partner": "school", "role": "promoter", "state": "accepted"},
        {"partner": "outsider", "role": "cohost", "state": "invited"},
    ]
    told = consortium(*staff).told(event(cohosts=cohosts), "published", NOON)
    assert names(told) == {"ann", "ben"}
    assert told.suppressed == {}


@pytest.mark.parametrize(
    ("by", "what"),
    [
        ("partner", "clinic"),
        ("initiative", "i-1"),
        ("community", "riverside"),
        ("topic", "Diabetes"),
        ("topic", "food-insecurity"),
        ("audience", "families"),
        ("everything", True),
    ],
)
def test_whoever_follows_what_the_event_names_is_told(by: str, what: Any) -> None:
    told = consortium(person("ann"), subscriptions=[follows("ann", by, what)]).told(event(), "published", NOON)
    assert names(told) == {"ann"}


@pytest.mark.parametrize(
    ("by", "what"), [("partner", "school"), ("initiative", "i-2"), ("program", "p-1"), ("topic", "families")]
)
def test_whoever_follows_something_else_is_not_told(by: str, what: str) -> None:
    told = consortium(person("ann"), subscriptions=[follows("ann", by, what)]).told(event(), "published", NOON)
    assert told == Told()


def test_the_most_frequent_route_that_is_not_muted_wins() -> None:
    subscriptions = [
        follows("ann", "topic", "Diabetes", "weekly"),
        follows("ann", "community", "riverside", "daily"),
        follows("ann", "initiative", "i-1", "immediate", muted=True),
    ]
    told = consortium(person("ann"), subscriptions=subscriptions).told(event(), "published", NOON)
    assert told == Told(digest={"ann@example.org": "daily"})


def test_a_mute_ends_after_its_last_day() -> None:
    over = follows("ann", "topic", "Diabetes", muted=True, muted_until="2026-11-21")
    still = follows("ben", "topic", "Diabetes", muted=True, muted_until="2026-11-22")
    told = consortium(person("ann"), person("ben"), subscriptions=[over, still]).told(event(), "published", NOON)
    assert names(told) == {"ann"}
    assert told.suppressed == {"ben@example.org": "muted"}


def test_muting_does_not_keep_from_staff_or_registered_people_what_they_must_know() -> None:
    muted = [follows(name, "everything", True, muted=True) for name in ("ann", "ben")]
    registrations = [{"event": "fair", "person": "ben", "state": "waitlisted"}]
    everybody = consortium(
        person("ann", role_at="clinic"), person("ben"), subscriptions=muted, registrations=registrations
    )
    published = everybody.told(event(), "published", NOON)
    assert (names(published), published.suppressed) == ({"ann"}, {"ben@example.org": "muted"})
    assert names(everybody.told(event(), "cancelled", NOON)) == {"ann", "ben"}


def test_a_registration_that_is_over_tells_nobody() -> None:
    registrations = [{"event": "fair", "person": "ann", "state": "cancelled_by_person"}]
    assert consortium(person("ann"), registrations=registrations).told(event(), "cancelled", NOON) == Told()


def test_within_seven_days_a_change_is_told_to_daily_and_weekly_followers_at_once() -> None:
    two = [follows("ann", "topic", "Diabetes", "daily"), follows("ben", "topic", "Diabetes", "weekly")]
    everybody = consortium(person("ann"), person("ben"), subscriptions=two)
    soon = event(starts_local="2026-11-29T11:00")
    assert names(everybody.told(soon, "postponed", NOON)) == {"ann", "ben"}
    assert everybody.told(soon, "published", NOON).at_once == {}
    assert everybody.told(soon, "postponed", NOON - timedelta(hours=2)).at_once == {}


def test_what_was_to_begin_within_seven_days_and_is_moved_away_is_told_to_all_at_once() -> None:
    everybody = consortium(person("ann"), subscriptions=[follows("ann", "topic", "Diabetes", "weekly")])
    soon, far = event(starts_local="2026-11-25T11:00"), event()
    assert names(everybody.told(far, "moved", NOON, before=soon)) == {"ann"}
    assert names(everybody.told(soon, "moved", NOON, before=far)) == {"ann"}
    assert names(everybody.told(far, "moved", NOON, before=far)) == set()


def test_quiet_hours_hold_until_they_end_unless_the_change_is_urgent() -> None:
    quiet = {"start": "22:00", "end": "07:00"}
    ann = person("ann", role_at="clinic", quiet_hours=quiet)
    ben = person("ben", role_at="clinic", quiet_hours=quiet, time_zone="America/Los_Angeles")
    everybody = consortium(ann, ben)
    far = everybody.told(event(), "cancelled", NIGHT)
    assert names(far) == {"ben"}
    language, until = far.held_until["ann@example.org"]
    assert (language, until.astimezone(UTC)) == ("en", datetime(2026, 11, 23, 13, 0, tzinfo=UTC))
    tomorrow = event(starts_local="2026-11-23T22:30")
    assert names(everybody.told(tomorrow, "moved", NIGHT)) == {"ann", "ben"}
    assert names(everybody.told(tomorrow, "published", NIGHT)) == {"ben"}


def test_members_events_reach_accounts_of_member_institutions_and_no_follower_by_address() -> None:
    people = [
        person("ann"),
        person("ben", has_account=False),
        person("cal", affiliated="outsider"),
        person("dee", affiliations=[{"partner": "clinic", "since": "2020-01-01", "until": "2026-11-21"}]),
    ]
    followers = [one["id"] for one in people] + ["eve@mail.example.org"]
    subscriptions = [follows(who, "everything", True) for who in followers]
    told = consortium(*people, subscriptions=subscriptions).told(event(visibility="members"), "published", NOON)
    assert names(told) == {"ann"}
    assert told.suppressed == {}


def test_group_and_private_events_reach_only_their_people_and_the_hosts_staff() -> None:
    people = [person("ann", role_at="clinic"), person("ben"), person("cal"), person("dee"), person("fay")]
    members = [{"person": "ben", "state": "member"}, {"person": "cal", "state": "left"}]
    everybody = consortium(
        *people,
        groups=[{"id": "g-1", "members": members}],
        subscriptions=[follows("dee", "everything", True)],
    )
    assert names(everybody.told(event(visibility="group", group="g-1"), "published", NOON)) == {"ann", "ben"}
    private = event(visibility="private", invited=[{"person": "fay"}])
    assert names(everybody.told(private, "published", NOON)) == {"ann", "fay"}


def test_the_first_reason_that_holds_is_why_somebody_is_not_told() -> None:
    withdrawn = [{"purpose": "operational_email", "state": "withdrawn"}]
    people = [
        person("ann", state="left", consents=withdrawn, role_at="clinic"),
        person("ben", consents=withdrawn, address_state="bounced", role_at="clinic"),
        person("cal", address_state="bounced", role_at="clinic"),
        person("dee", address_state="complained", role_at="clinic"),
        person("eve", address_state="bounced"),
    ]
    subscriptions = [follows("new@mail.example.org", "topic", "Diabetes", muted=True, confirmed=False)]
    told = consortium(*people, subscriptions=subscriptions).told(event(), "published", NOON)
    assert told == Told(
        suppressed={
            "ann@example.org": "left",
            "ben@example.org": "unsubscribed",
            "cal@example.org": "bounced",
            "dee@example.org": "complained",
            "new@mail.example.org": "unconfirmed",
        }
    )


def test_one_address_however_spelt_is_told_once_in_the_persons_language() -> None:
    subscriptions = [follows("Ann@BÜCHER.example.org", "topic", "Diabetes")]
    ann = person("ann", address="ann@xn--bcher-kva.example.org", role_at="clinic")
    told = consortium(ann, subscriptions=subscriptions).told(event(), "published", NOON)
    assert told == Told(at_once={"ann@xn--bcher-kva.example.org": "en"})
    assert normalized("Jo@Bücher.Example.ORG") == "jo@xn--bcher-kva.example.org"


def test_whoever_was_told_before_hears_of_the_change_too() -> None:
    told = consortium(person("ann"), person("ben")).told(event(), "changed", NOON, {"Ann@example.org"})
    assert names(told) == {"ann"}
