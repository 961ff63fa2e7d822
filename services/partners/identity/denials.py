"""When somebody says of a sign-in link that she did not ask for it."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from services.partners.audit import Actor, note
from services.partners.identity.links import GOOD_FOR
from services.partners.identity.models import SignedInSession, SignInLink
from shared import clock
from shared.log import logger
from shared.messages.notifications import SignInDenied

log = logger(__name__)


def hear_denied(session: Session, told: SignInDenied) -> str | None:
    """Close the link, and every session of hers that was begun since it was asked for: one of them may be its."""
    link = session.get(SignInLink, told.sign_in_id)
    if link is None or link.person_id != told.person_id:
        return "this link is no longer known"
    now = clock.now()
    begun = update(SignedInSession).where(
        SignedInSession.person_id == link.person_id,
        SignedInSession.began_at >= link.expires_at - GOOD_FOR,
        SignedInSession.revoked_at.is_(None),
    )
    ended = session.scalars(begun.values(revoked_at=now).returning(SignedInSession.id)).all()
    link.used_at = link.used_at or now
    note(session, Actor(None, "notifications"), "sign_in.denied", [link.person_id])
    log.warning("sign_in_denied", person=str(link.person_id), sessions_ended=len(ended))
    return None
