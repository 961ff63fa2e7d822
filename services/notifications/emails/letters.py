"""The letters that a sender has at hand: each made once for its email and language, then filled for each person."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from html import escape
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import Connection, Row, text
from sqlalchemy.exc import DBAPIError

from services.notifications.announcements.wording import Announced
from services.notifications.digests.contents import Named, named_in
from services.notifications.digests.wording import Digest, Item
from services.notifications.emails.listing import list_headers, scope_of
from services.notifications.emails.mime import Letter, Own, own
from services.notifications.emails.rendering import (
    Invitation,
    announcement_letter,
    digest_letter,
    event_letter,
    notice_letter,
    sign_in_letter,
)
from services.notifications.emails.wording import Wording, language_of
from services.notifications.notices import invitations
from services.notifications.notices.calendars import Days, days_of, of_event, to_keep
from services.notifications.notices.kinds import KINDS
from services.notifications.notices.wording import Notice
from shared.log import logger
from shared.sealing import sign_id, unseal
from shared.settings import settings

WHY_PURPOSE = "why"
_WHY_AT, _ALL_AT = "/links/notifications/", "/links/following/"
_SEALED_FOR = "sign-in-link"
_NOTICES_SEALED_FOR = "link"
_AT_HAND = 64

log = logger(__name__)

Words = Wording | Invitation | Notice | Digest | Announced
_Key = tuple[UUID, str, Days | None, tuple[Named, ...]]

_EMAIL = text(
    "SELECT kind, change, snapshot, previous, sealed, expires_at, created_at, correlation_id FROM emails"
    " WHERE id = :id"
)
_FACTS = text("SELECT id, fact FROM events WHERE id = ANY(CAST(:ids AS uuid[]))")
_TITLES = text(
    """
    SELECT id::text, title FROM partners WHERE id = ANY(CAST(:ids AS uuid[]))
    UNION ALL SELECT id::text, title FROM titles WHERE id = ANY(CAST(:ids AS uuid[]))
    UNION ALL SELECT id::text, title FROM groups WHERE id = ANY(CAST(:ids AS uuid[]))
    UNION ALL SELECT id::text, full_name FROM people WHERE id = ANY(CAST(:ids AS uuid[]))
    """
)
_LANGUAGE = text("SELECT language FROM people WHERE id = CAST(:id AS uuid)")


class Addressed(Protocol):
    """A delivery, as far as writing it asks."""

    @property
    def id(self) -> UUID: ...
    @property
    def email_id(self) -> UUID: ...
    @property
    def address(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def route(self) -> str: ...
    @property
    def target(self) -> str | None: ...
    @property
    def message_id(self) -> str: ...
    @property
    def calendar_sequence(self) -> int | None: ...


class _Ready:
    """A letter, its words, and the sentences that say why, each made once."""

    def __init__(self, letter: Letter, wording: Words, correlation_id: str) -> None:
        self.letter, self.wording, self.correlation_id = letter, wording, correlation_id
        self._whys: dict[tuple[str, str | None], Own] = {}

    def why(self, route: str, target: str | None) -> Own:
        if (route, target) not in self._whys:
            sentence = self.wording.why(route, target)
            self._whys[route, target] = own(sentence, escape(sentence))
        return self._whys[route, target]

    def with_way_to_all(self, why: Own, link: str) -> Own:
        """And where she looks after all that she follows; the token that says why is good for that, too."""
        words, url = self.wording.say("page.manage"), link.replace(_WHY_AT, _ALL_AT)
        way = own(
            f"\n\n{words}:\n{url}", f'<br><a class="soft" href="{url}" style="color:#4a5560">{escape(words)}</a>'
        )
        return Own(why.text + way.text, why.html + way.html)


# From what is sealed, and for what, to the link that is written.
OpenLink = Callable[[bytes | None, str], str]


def open_link(sealed: bytes | None, purpose: str) -> str:
    """A link as its recipient needs it."""
    if sealed is None:
        raise ValueError("the link is gone")
    return unseal(sealed, purpose).decode()


class Letters:
    """Letters by email and language, digests by what they name, too.

    What is unreadable is found out when it is written, and stops nobody else.
    """

    def __init__(self, open_link: OpenLink = open_link) -> None:
        self._open_link = open_link
        self._ready: OrderedDict[_Key, _Ready | Exception] = OrderedDict()
        self._named: Mapping[UUID, tuple[Named, ...]] = {}
        self._days: Mapping[UUID, Days] = {}

    def prepare(self, connection: Connection, deliveries: Iterable[Addressed]) -> "Letters":
        """Have the letters for these deliveries at hand."""
        group = list(deliveries)
        self._named = named_in(connection, [one.id for one in group if (one.target or "").startswith("digest:")])
        self._days = days_of(connection, [one.id for one in group if one.calendar_sequence is not None])
        for key in {self._key(one) for one in group}:
            if key not in self._ready:
                with connection.begin_nested() if connection.in_transaction() else connection.begin():
                    self._ready[key] = _made(connection, key, self._open_link)
            self._ready.move_to_end(key)
        while len(self._ready) > _AT_HAND:
            self._ready.popitem(last=False)
        return self

    def write(self, one: Addressed, date: datetime) -> bytes:
        """The email to one person, as it is handed to the relay."""
        ready = self._ready[self._key(one)]
        if isinstance(ready, Exception):
            raise ready
        link = why_link(one.id)
        why = ready.why(one.route, one.target)
        if scope_of(one.route) is not None:
            why = ready.with_way_to_all(why, link)
        gaps = {"why": why, "link": own(link, link)}
        if one.calendar_sequence is not None:
            gaps["attendee"] = own(invitations.attendee(one.address, one.calendar_sequence), "")
        return ready.letter.to(one.address, one.message_id, date, gaps, list_headers(one.route, link))

    def _key(self, one: Addressed) -> _Key:
        invited = None if one.calendar_sequence is None else self._days.get(one.id, ())
        return one.email_id, one.language, invited, self._named.get(one.id, ())

    def correlation_of(self, one: Addressed) -> str:
        """The id of the request that it all began with."""
        ready = self._ready[self._key(one)]
        return "" if isinstance(ready, Exception) else ready.correlation_id


def why_link(delivery_id: UUID) -> str:
    """Where one person can read why she got one email, and stop such emails."""
    return f"{settings().url}{_WHY_AT}{sign_id(WHY_PURPOSE, delivery_id)}"


def titles(connection: Connection, *snapshots: dict[str, object] | None) -> dict[str, str]:
    """The names of all that events name, by id."""
    ids: set[str] = set()
    for event in filter(None, snapshots):
        ids |= {str(event[key]) for key in ("host_id", "initiative_id", "program_id", "group_id") if event[key]}
        ids |= {*event["community_ids"], *(cohost["partner_id"] for cohost in event["cohosts"])}  # type: ignore
    return {row[0]: row[1] for row in connection.execute(_TITLES, {"ids": sorted(ids)})}


def notice(connection: Connection, kind: str, snapshot: dict[str, Any], language: str) -> Notice:
    """The words of a notice that was kept."""
    told = KINDS[kind].read(snapshot)
    occasion = KINDS[kind].occasion(told)
    ids = {str(key) for key in (occasion and occasion.host_id, *KINDS[kind].names(told)) if key}
    names = {row[0]: row[1] for row in connection.execute(_TITLES, {"ids": sorted(ids)})}
    author = {"id": KINDS[kind].noted_by(told)}
    return Notice(KINDS[kind], told, names, language, connection.execute(_LANGUAGE, author).scalar() or "")


def _made(connection: Connection, key: _Key, opened: OpenLink) -> _Ready | Exception:
    try:
        return _make(connection, opened, *key)
    except DBAPIError:
        raise
    except Exception as error:  # a letter that cannot be made must not be tried for ever
        log.error("letter_unmakeable", email=str(key[0]), exc_info=error)
        return error


def _make(
    connection: Connection,
    opened: OpenLink,
    email_id: UUID,
    wanted: str,
    invited: Days | None,
    named: tuple[Named, ...],
) -> _Ready:
    email = connection.execute(_EMAIL, {"id": email_id}).one()
    language = language_of(wanted)
    if email.change == "sign_in":
        link = opened(email.sealed, _SEALED_FOR)
        return _Ready(*sign_in_letter(link, email.expires_at, language), email.correlation_id)
    if email.kind == "announcement":
        announced = Announced(email.snapshot, language)
        return _Ready(announcement_letter(announced), announced, email.correlation_id)
    if email.kind == "digest":
        digest = Digest(email.change, email.snapshot, _items(connection, named, language), language)
        return _Ready(digest_letter(digest), digest, email.correlation_id)
    if email.kind in KINDS:
        return _make_notice(connection, opened, email, language, invites=invited is not None)
    names = titles(connection, email.snapshot, email.previous)
    event = (email.change, email.snapshot, email.created_at)
    told = to_keep(*event) if invited is None else of_event(*event, email.previous, invited)
    made = event_letter(email.change, email.snapshot, email.previous, names, language, *told)
    return _Ready(*made, email.correlation_id)


def _items(connection: Connection, named: tuple[Named, ...], language: str) -> list[Item]:
    if not named:
        raise ValueError("nothing is left to tell")
    facts = {row[0]: row[1] for row in connection.execute(_FACTS, {"ids": [one.event_id for one in named]})}
    names = titles(connection, *facts.values())
    return [Item(facts[one.event_id], one.change, names, language) for one in named]


def _make_notice(
    connection: Connection, opened: OpenLink, email: Row[Any], language: str, *, invites: bool
) -> _Ready:
    wording = notice(connection, email.kind, email.snapshot, language)
    has_link = wording.kind.needs_link or email.sealed is not None
    link = opened(email.sealed, _NOTICES_SEALED_FOR) if has_link else None
    calendar = invitations.of_registration(wording.told, email.previous, email.created_at) if invites else None
    return _Ready(notice_letter(wording, link, calendar), wording, email.correlation_id)
