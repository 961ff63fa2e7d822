"""Who would be told, by the statement that tells them; nothing is written."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import RowMapping, TextClause, bindparam, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Session

from services.notifications.copies.models import Event, Group
from services.notifications.emails.audience import FIRST, WHO_IS_TOLD, Audience
from services.notifications.emails.changes import OPEN, Change, differences, hosts, kind_of
from services.notifications.emails.deciding import due_at
from services.notifications.emails.models import Telling
from services.notifications.notices.audience import WHO_IS_CONCERNED, Concerned
from services.notifications.notices.kinds import BY_MESSAGE
from shared import clock
from shared.errors import Invalid, NotFound
from shared.messages import MESSAGES, Message
from shared.messages.events import EventFact

_PAGE = 2_000
_FORESEEN = (
    " SELECT judged.*, last.id AS last FROM (SELECT max(id::text)::uuid AS id FROM page) last"
    " LEFT JOIN judged ON true ORDER BY judged.recipient_id"
)
_OF_EVENT = text(WHO_IS_TOLD + _FORESEEN)
_OF_NOTICE = text(WHO_IS_CONCERNED + _FORESEEN).bindparams(bindparam("asked", type_=JSONB))


def read(message: Mapping[str, Any], place: int) -> Message:
    """A message as events would tell it: `{name, body}`, or its fields beside its name."""
    kind = MESSAGES.get(str(message.get("name")))
    body = message.get("body", {key: value for key, value in message.items() if key != "name"})
    if kind is None or not (issubclass(kind, EventFact) or kind.name in BY_MESSAGE):
        raise Invalid("unknown-message", "This is nothing that events tells.", pointer=f"/messages/{place}/name")
    try:
        return kind.model_validate(body)
    except ValidationError as error:
        raise Invalid("invalid-message", "This message is not whole.", pointer=f"/messages/{place}/body") from error


def host_ids(session: Session, told: Message) -> set[UUID | None]:
    """Whose staff one must be to see who would be told: the host's, now and after the change; None is the office's.

    A group's roster is shown only where one of its owners carries the event.
    """
    if isinstance(told, EventFact):
        return _hosts_of(session, told)
    occasion = BY_MESSAGE[told.name].occasion(told)
    if occasion is None or BY_MESSAGE[told.name].private:
        return {None}
    known = session.get(Event, occasion.event_id)
    return {occasion.host_id, known.host_id if known else occasion.host_id}


def _hosts_of(session: Session, fact: EventFact) -> set[UUID | None]:
    known = session.get(Event, fact.event_id)
    if fact.visibility == "group":
        group = session.get(Group, fact.group_id) if fact.group_id else None
        carriers = {UUID(host) for host in hosts(fact.model_dump(mode="json"))}
        if group is None or not carriers & set(group.owner_ids):
            raise NotFound()
    return {fact.host_id, known.host_id if known else fact.host_id}


def foresee(session: Session, told: Message) -> list[dict[str, Any]]:
    """Everybody whom a message reaches, and what would become of it."""
    if isinstance(told, EventFact):
        return _foresee_change(session, told)
    concerned = Concerned(BY_MESSAGE[told.name], told, clock.now())
    return _all(session, _OF_NOTICE, concerned.parameters(), settles=False)


def _foresee_change(session: Session, fact: EventFact) -> list[dict[str, Any]]:
    telling = session.scalar(select(Telling).where(Telling.event_id == fact.event_id))
    before, after = telling.snapshot if telling else None, fact.model_dump(mode="json")
    change = _change(before, after)
    if change is None:
        return []
    now = clock.now()
    parameters = Audience(after, change, now, before).parameters()
    return _all(session, _OF_EVENT, parameters, settles=due_at(change, now, before, after) > now)


def _all(session: Session, who: TextClause, parameters: dict[str, Any], *, settles: bool) -> list[dict[str, Any]]:
    cursor = FIRST
    found: list[dict[str, Any]] = []
    while True:
        rows = session.execute(who, {**parameters, "after": cursor, "size": _PAGE}).mappings().all()
        if rows[0]["last"] is None:
            return found
        found += [_foreseen(row, settles=settles) for row in rows if row["recipient_id"] is not None]
        cursor = rows[0]["last"]


def _change(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> Change | None:
    if after["state"] == "cancelled":
        return "cancelled" if before else None
    if after["state"] not in OPEN:
        return None
    if before is None:
        return "published"
    return kind_of(before, after) if differences(before, after) else None


def _foreseen(row: RowMapping, *, settles: bool) -> dict[str, Any]:
    digest_at = {"daily": row["tomorrow"], "weekly": row["monday"]}.get(row["channel"])
    if row["suppressed"]:
        would = "suppressed"
    elif digest_at:
        would = "digest"
    else:
        would = "settles" if settles else "now"
    return {
        "recipient": {"person_id": row["person_id"], "name": row["name"], "email": row["address"]},
        "key": row["address_key"],
        "language": row["language"],
        "would": would,
        "reason": row["suppressed"] or (row["channel"] if digest_at else row["route"]),
        "held_until": row["quiet_until"] if would in {"now", "settles"} else None,
        "due_at": digest_at if would == "digest" else None,
    }
