"""The page behind "why did I get this": a GET explains, a POST does what one pressed (also RFC 8058's one click)."""

from pathlib import Path
from typing import Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.notifications.deliveries.models import Delivery
from services.notifications.denials.actions import deny, may_deny
from services.notifications.emails.actions import wording
from services.notifications.emails.letters import WHY_PURPOSE
from services.notifications.emails.listing import scope_of
from services.notifications.emails.models import Email
from services.notifications.emails.wording import language_of
from services.notifications.emails.words import WORDS
from services.notifications.following.links import to_manage_from
from services.notifications.subscriptions.models import Recipient
from services.notifications.suppressions import actions as suppressions
from shared.api.door import InTransaction, Transacted
from shared.errors import NotFound
from shared.sealing import read_id
from shared.settings import settings

routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=Transacted)
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True, undefined=StrictUndefined
)
_FAILING = {"bounced", "complained"}
_SAFE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

Deed = Literal["stop", "resume", "recover", "deny"]


@routes.get("/links/notifications/{token}")
def explain(token: str, session: InTransaction) -> HTMLResponse:
    """Why somebody got an email, and a button for those who may stop it. Looking changes nothing."""
    return _page(session, _delivery(session, token), done=None)


@routes.post("/links/notifications/{token}")
def act(token: str, session: InTransaction, do: Deed = "stop") -> HTMLResponse:
    """Do what one pressed; a mail program that presses for her stops. Saying it twice is saying it once."""
    delivery = _delivery(session, token)
    return _page(session, delivery, done=do if _done(session, delivery, do) else None)


def _done(session: InTransaction, delivery: Delivery, do: Deed) -> bool:
    """Whether it was hers to do by this link, and is done."""
    key, scope, email = delivery.address_key, scope_of(delivery.route), session.get_one(Email, delivery.email_id)
    if do == "deny" and may_deny(email, delivery):
        deny(session, email, delivery)
        return True
    if do == "recover" and suppressions.standing(session, key).get("all") in _FAILING:
        return suppressions.lift(session, key, "all", source="link")
    if do == "stop" and scope is not None:
        suppressions.stop(session, key, scope, "unsubscribed", source="link")
        return True
    return do == "resume" and scope is not None and suppressions.lift(session, key, scope, source="link")


def _delivery(session: InTransaction, token: str) -> Delivery:
    # Good for ever: whoever finds an old email must still be able to stop them.
    delivery = session.get(Delivery, read_id(WHY_PURPOSE, token))
    if delivery is None:
        raise NotFound("invalid-link", "This email is no longer kept here.")
    return delivery


def _page(session: InTransaction, delivery: Delivery, *, done: Deed | None) -> HTMLResponse:
    email, language = session.get_one(Email, delivery.email_id), language_of(delivery.language)
    words, standing = wording(session, email, language), suppressions.standing(session, delivery.address_key)
    scope = scope_of(delivery.route)
    page = _templates.get_template("why.html").render(
        say=WORDS[language].__getitem__,
        language=language,
        kind=email.kind,
        subject=words.subject,
        why=words.why(delivery.route, delivery.target),
        can_stop=scope is not None,
        stopped=scope in standing,
        failing=standing.get("all") if standing.get("all") in _FAILING else None,
        may_deny=may_deny(email, delivery),
        done=done,
        manage=to_manage_from(delivery, session.get(Recipient, delivery.recipient_id or UUID(int=0))),
        consortium=settings().consortium,
    )
    return HTMLResponse(page, headers=_SAFE)
