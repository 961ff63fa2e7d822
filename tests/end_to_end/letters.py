"""What became of an event's emails, in the words of the oracle: in the mailbox, in preview, in the history."""

from contextlib import suppress
from datetime import UTC, datetime

from tests.end_to_end.events import VENUE, shown
from tests.end_to_end.people import Caller, Mailbox, recipient
from tests.oracle import Record, Told, normalized
from tests.waiting import eventually

Fates = dict[str, str]
ARRIVES_WITHIN = 30.0  # on a machine that has other things to do; promptness has a test of its own


def fates(told: Told) -> Fates:
    """One word or two for each address: `now`, `held`, `digest` or `suppressed` with its reason."""
    return {
        **dict.fromkeys(told.at_once, "now"),
        **dict.fromkeys(told.held_until, "held"),
        **{address: f"digest {frequency}" for address, frequency in told.digest.items()},
        **{address: f"suppressed {reason}" for address, reason in told.suppressed.items()},
    }


def previewed(caller: Caller, event_id: str, change: Record) -> Fates:
    """What preview says would become of a change; what settles first is sent then."""
    messages = caller.post(f"/events/{event_id}/preview", {"change": change})
    items = caller.post("/emails/preview", messages)["items"]
    return {normalized(item["recipient"]["email"]): _foreseen(item) for item in items}


def _foreseen(item: Record) -> str:
    if item["would"] in {"digest", "suppressed"}:
        return f"{item['would']} {item['reason']}"
    return "held" if item["held_until"] else str(item["would"]).replace("settles", "now")


def assert_history(office: Caller, event_id: str, expected: Fates) -> None:
    """The ledger says the same, as soon as the last reply is written down."""
    found: Fates = {}

    def settled() -> bool:
        newest_last = reversed(office.every("/deliveries", event=event_id))
        found.update({normalized(item["recipient"]): _became(item) for item in newest_last})
        return found == expected

    with suppress(AssertionError):
        eventually(settled, within=ARRIVES_WITHIN)
    assert found == expected


def _became(delivery: Record) -> str:
    match delivery["state"], delivery["channel"]:
        case "suppressed", _:
            return f"suppressed {delivery['reason']}"
        case "pending", "daily" | "weekly" as digest:
            return f"digest {digest}"
        case "pending", _ if datetime.fromisoformat(delivery["next_attempt_at"]) > datetime.now(UTC):
            return "held"
        case "accepted", _:
            return "now"
    return str(delivery["state"])


def assert_told(
    mailbox: Mailbox,
    office: Caller,
    event_id: str,
    words: str,
    told: Told,
    *,
    told_before: Told | None = None,
) -> list[Record]:
    """One email that holds these words for everybody who is told at once, and none for anybody else.

    `told_before` is who had such an email already. Returns the new ones; the ledger must say the same.
    """
    expected = sorted([*told.at_once, *(told_before.at_once if told_before else ())])
    eventually(lambda: len(mailbox.about(words)) >= len(expected), within=ARRIVES_WITHIN)
    assert_history(office, event_id, fates(told))
    emails = mailbox.about(words)
    assert sorted(map(recipient, emails)) == expected
    assert len({email["message_id"] for email in emails}) == len(emails)
    return emails[: len(told.at_once)]


def assert_reads_well(email: Record, event: Record, language: str) -> None:
    """In the reader's language, with the venue and its wall time and zone in the text."""
    when = shown(event["starts_local"], event["time_zone"])
    assert f'lang="{language}"' in email["html"]
    assert (when in email["text"]) == (language == "en")
    zone = when.rpartition(" ")[2]
    for words in (event["title"], VENUE["name"], zone):
        assert words in email["text"]
