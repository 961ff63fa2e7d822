"""Partners that are asked to carry an event hear of it once, and once when they are asked no longer."""

from tests.notifications.builders import cancelled, named, published, staff_of
from tests.notifications.notices import an_occasion, cohost_invited, cohost_uninvited
from tests.notifications.stage import Stage
from tests.sink import Sink


def test_an_invitation_does_not_leave_once_its_event_is_cancelled_or_over(cast: Stage, sink: Sink) -> None:
    cast.hear(published(), cohost_invited(), cancelled(2))
    cast.tell()
    cast.send(sink.url)
    rows = cast.rows(
        "SELECT DISTINCT d.state FROM deliveries d JOIN emails e ON e.id = email_id WHERE e.kind = 'cohost_invited'"
    )
    assert rows == [("cancelled",)]
    cast.hear(
        cohost_invited(partner_id=named("partner", "clinic"), occasion=an_occasion(event_id=named("event", "x")))
    )
    cast.tell()
    cast.clock.pass_(days=14)
    cast.send(sink.url)
    assert cast.states()["ana@example.org"] == "expired"


def _became(stage: Stage, kind: str) -> dict[str, str]:
    rows = stage.rows(
        "SELECT d.address, d.state FROM deliveries d JOIN emails e ON e.id = email_id WHERE e.kind = :kind", kind=kind
    )
    return {row.address.partition("@")[0]: row.state for row in rows}


def test_who_was_told_that_she_is_asked_is_told_once_that_she_is_no_longer(cast: Stage, sink: Sink) -> None:
    quiet = {"quiet_hours": {"start": "00:00", "end": "23:59"}}
    cast.hear(staff_of("uma", "union", "admin", version=2, **quiet), cohost_invited())
    cast.tell()
    cast.send(sink.url)
    assert _became(cast, "cohost_invited") == {"una": "accepted", "uma": "pending"}
    cast.hear(staff_of("ula", "union", "admin"), cohost_uninvited(), cohost_uninvited())
    cast.tell()
    cast.send(sink.url)
    assert _became(cast, "cohost_invited") == {"una": "accepted", "uma": "cancelled"}
    assert _became(cast, "cohost_uninvited") == {"una": "accepted"}
    cast.hear(cohost_invited(version=3), cohost_uninvited(version=4))
    cast.tell()
    assert _became(cast, "cohost_uninvited") == {"una": "accepted"}
    cast.hear(cohost_invited(version=5))
    cast.tell()
    cast.send(sink.url)
    cast.hear(cohost_uninvited(version=6))
    cast.tell()
    rows = cast.rows("SELECT d.address FROM deliveries d JOIN emails e ON e.id = email_id WHERE e.cause_version = 6")
    assert {row.address for row in rows} == {"una@example.org", "ula@example.org"}


def test_an_invitation_that_is_heard_of_after_its_end_is_sent_to_nobody(cast: Stage) -> None:
    cast.hear(cohost_uninvited(), cohost_invited())
    cast.tell()
    assert cast.rows("SELECT FROM deliveries") == []


def test_being_asked_is_not_being_told_of_the_event(cast: Stage) -> None:
    cast.hear(cohost_invited(), published())
    cast.tell()
    cast.hear(cancelled(2))
    cast.tell()
    assert set(cast.told("cancelled")) == {"ana@example.org", "abe@example.org", "rea@example.org"}
