"""The page behind "why did I get this": a GET explains, a POST stops (also RFC 8058's one click)."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from services.notifications.deliveries.models import Delivery
from services.notifications.emails.audience import STOPPABLE
from services.notifications.emails.letters import WHY_PURPOSE, notice, titles
from services.notifications.emails.models import Email
from services.notifications.emails.wording import Wording, language_of
from services.notifications.notices.kinds import KINDS
from services.notifications.notices.wording import Notice
from services.notifications.suppressions.actions import stop_following
from shared.api.door import InTransaction, Transacted
from shared.errors import NotFound
from shared.sealing import read_id
from shared.settings import settings

routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, route_class=Transacted)
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")), autoescape=True, undefined=StrictUndefined
)


@routes.get("/links/notifications/{token}")
def explain(token: str, session: InTransaction) -> HTMLResponse:
    """Why somebody got an email, and a button for those who may stop it. Looking changes nothing."""
    return _page(session, _delivery(session, token), stopped=False)


@routes.post("/links/notifications/{token}")
def stop(token: str, session: InTransaction) -> HTMLResponse:
    """Stop emails about what is followed or was told before; saying it twice is saying it once."""
    delivery = _delivery(session, token)
    stops = delivery.route in STOPPABLE
    if stops:
        stop_following(session, delivery.address_key)
    return _page(session, delivery, stopped=stops)


def _delivery(session: InTransaction, token: str) -> Delivery:
    # Good for ever: whoever finds an old email must still be able to stop them.
    delivery = session.get(Delivery, read_id(WHY_PURPOSE, token))
    if delivery is None:
        raise NotFound("invalid-link", "This email is no longer kept here.")
    return delivery


def _page(session: InTransaction, delivery: Delivery, *, stopped: bool) -> HTMLResponse:
    email = session.get_one(Email, delivery.email_id)
    language = language_of(delivery.language)
    wording = _wording(session, email, language)
    page = _templates.get_template("why.html").render(
        say=wording.say,
        language=language,
        subject=wording.subject,
        why=wording.why(delivery.route, delivery.target),
        can_stop=delivery.route in STOPPABLE,
        stopped=stopped,
        consortium=settings().consortium,
    )
    safe = {
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
    }
    return HTMLResponse(page, headers=safe)


def _wording(session: InTransaction, email: Email, language: str) -> Wording | Notice:
    if email.kind in KINDS:
        return notice(session.connection(), email.kind, email.snapshot, language)
    names = titles(session.connection(), email.snapshot)
    return Wording(email.change, email.snapshot, email.previous, names, language)  # type: ignore[arg-type]
