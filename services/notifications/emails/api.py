"""Emails over HTTP: the ledger, and the preview."""

from collections import Counter
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query

from services.notifications import policy
from services.notifications.copies.models import Event
from services.notifications.emails import actions, preview
from services.notifications.emails.models import Email
from services.notifications.emails.schemas import EmailOut, EmailPage, EmailPreview, Foresight
from shared import clock
from shared.api.application import router
from shared.api.door import InTransaction
from shared.api.paging import Listing, after, cursor
from shared.identity import SignedIn

routes = router("emails")


@routes.get("/api/v1/emails")
def list_emails(page: Annotated[EmailPage, Query()], caller: SignedIn, session: InTransaction) -> Listing[EmailOut]:
    """What was told, newest first: of an event to its host's staff, of all to the office and operators."""
    policy.require_known(policy.sees_history_of(caller, _host(session, page.event)))
    last = after(page.cursor, UUID)
    found = actions.page(session, page.event, page.kind, last[0] if last else None, page.limit + 1)
    items = _shown(session, found[: page.limit])
    return Listing(items=items, next=cursor(items[-1].id) if len(found) > page.limit else None)


@routes.get("/api/v1/emails/{email_id}")
def read_email(email_id: UUID, caller: SignedIn, session: InTransaction) -> EmailOut:
    """One email, with what became of it."""
    email = actions.find(session, email_id)
    policy.require_known(policy.sees_history_of(caller, _host(session, email.event_id)))
    return _shown(session, [email])[0]


@routes.post("/api/v1/emails/preview")
def preview_emails(wanted: EmailPreview, caller: SignedIn, session: InTransaction) -> Foresight:
    """Who would be told what, when, and who not and why; nobody is told."""
    facts = [preview.read(message, place) for place, message in enumerate(wanted.messages)]
    for fact in facts:
        policy.require_known(all(policy.sees_history_of(caller, host) for host in preview.host_ids(session, fact)))
    items = {item["key"]: item for fact in facts for item in preview.foresee(session, fact)}.values()
    counts = Counter(str(item["would"]) for item in items)
    return Foresight.model_validate({"audience_as_of": clock.now(), "counts": counts, "items": list(items)})


def _host(session: InTransaction, event_id: UUID | None) -> UUID | None:
    event = session.get(Event, event_id) if event_id else None
    return event.host_id if event else None


def _shown(session: InTransaction, emails: list[Email]) -> list[EmailOut]:
    counted = actions.counts(session, emails)
    return [_one(session, email, *counted.get(email.id, ({}, 0, 0))) for email in emails]


def _one(session: InTransaction, email: Email, states: dict[str, int], digest: int, held: int) -> EmailOut:
    same: dict[str, Any] = {name: getattr(email, name) for name in EmailOut.model_fields if hasattr(email, name)}
    cause = {name: getattr(email, f"cause_{name}") for name in ("message", "kind", "id", "version")}
    shown = {"subject": actions.subject(session, email), "counts": states, "digest": digest, "held": held}
    return EmailOut.model_validate({**same, "cause": cause, **shown})
