"""No partner's many emails hold up another's few: senders are served in turns, each its oldest first."""

import threading
from collections import Counter
from itertools import permutations, takewhile

from services.notifications.deliveries.claiming import claim
from services.notifications.deliveries.leases import own
from tests.notifications.builders import a_partner, a_person, a_subscription, published
from tests.notifications.stage import Stage
from tests.sink import Fault, Sink

MANY = 20_000
_COPIES = """
    INSERT INTO deliveries (email_id, event_id, sender_id, person_id, address, address_key, language, class, channel,
        route, state, message_id, next_attempt_at, expires_at)
    SELECT email_id, event_id, '{sender}', NULL, '{name}' || n || '@example.org', '{name}' || n || '@example.org',
        language, '{urgency}', channel, route, 'pending', '<' || uuidv7() || '.1@example.org>',
        next_attempt_at + interval '{later} seconds', expires_at
    FROM deliveries, generate_series(1, {count}) n WHERE address = 'ana@example.org'
"""


def _waiting(stage: Stage, **senders: tuple[int, str, int]) -> None:
    """Emails that wait: by sender how many, of which class, and how many seconds later than those of the first."""
    stage.hear(a_partner(), a_person("ana"))
    stage.follow(a_subscription(person="ana"))
    stage.hear(published())
    stage.tell()
    with stage.database.engine.begin() as connection:
        for number, (name, (count, urgency, later)) in enumerate(senders.items(), 1):
            facts = {"sender": f"00000000-0000-0000-0000-{number:012}", "name": name, "count": count}
            connection.exec_driver_sql(_COPIES.format(**facts, urgency=urgency, later=later))
        connection.exec_driver_sql("DELETE FROM deliveries WHERE address = 'ana@example.org'")
        connection.exec_driver_sql("ANALYZE deliveries")
    stage.clock.pass_(minutes=1)


def _who(address: str) -> str:
    return "".join(takewhile(str.isalpha, address))


def _claimed(stage: Stage, size: int = 500) -> list[str]:
    with stage.database.engine.connect() as connection:
        with connection.begin():
            _, ours, _ = claim(connection, own(connection), "bulk", size)
        connection.invalidate()
    return [_who(one.address) for one in ours]


def test_a_partner_that_came_last_with_few_is_served_like_one_that_came_first_with_many(stage: Stage) -> None:
    _waiting(stage, clinic=(MANY, "bulk", 0), museum=(300, "bulk", 5), school=(300, "bulk", 9))
    first = _claimed(stage)
    assert max(Counter(first).values()) <= 2 * min(Counter(first).values())
    assert set(first) == {"clinic", "museum", "school"}
    assert tuple(first[:3]) in permutations(("clinic", "museum", "school")), "turn by turn, not in blocks"


def test_whoever_is_alone_gets_everything(stage: Stage) -> None:
    _waiting(stage, clinic=(MANY, "bulk", 0))
    assert _claimed(stage) == ["clinic"] * 500


def test_whoever_only_waits_for_later_takes_nobodys_share(stage: Stage) -> None:
    _waiting(stage, clinic=(MANY, "bulk", 0), museum=(300, "bulk", 3600))
    assert _claimed(stage) == ["clinic"] * 500


def test_each_of_more_senders_than_a_claim_takes_has_its_turn(stage: Stage) -> None:
    _waiting(stage, **dict.fromkeys(("clinic", "museum", "school", "shelter", "library"), (40, "bulk", 0)))
    assert Counter(_claimed(stage, size=3)) == dict.fromkeys(("clinic", "museum", "school", "shelter", "library"), 1)


def test_over_a_slow_relay_a_few_are_through_before_a_thousand_of_anothers(stage: Stage, sink: Sink) -> None:
    _waiting(stage, clinic=(MANY, "bulk", 0), museum=(40, "bulk", 5))
    sink.fault_for = lambda recipient: Fault("dot", "250 2.0.0 taken", after=0.005, takes=True) if recipient else None
    stage.send(sink.url, "bulk")
    arrived = [_who(recipient) for _, recipient in sink.taken]
    assert arrived.count("museum") == 40
    last = len(arrived) - arrived[::-1].index("museum")
    assert arrived[:last].count("clinic") <= 2 * 40


def test_what_is_urgent_passes_in_the_middle_of_a_bulk(stage: Stage, sink: Sink) -> None:
    _waiting(stage, clinic=(MANY, "bulk", 0), museum=(5, "urgent", 0))
    in_the_middle = threading.Event()

    def slowly(recipient: str) -> Fault | None:
        if recipient.startswith("clinic"):
            in_the_middle.set()
        return Fault("dot", "250 2.0.0 taken", after=0.005, takes=True) if recipient else None

    sink.fault_for = slowly
    bulk = threading.Thread(target=stage.send, args=(sink.url, "bulk"))
    bulk.start()
    assert in_the_middle.wait(20)
    stage.send(sink.url, "urgent")
    urgent = [recipient for _, recipient in sink.taken if recipient.startswith("museum")]
    assert len(urgent) == 5
    assert bulk.is_alive(), "the bulk was still under way"
    bulk.join()
