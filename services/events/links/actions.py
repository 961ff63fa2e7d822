"""What can be done with links: to give them out, to follow them, to call them back."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from services.events.base import new_id
from services.events.links.models import Link
from shared import clock
from shared.errors import Gone, NotFound
from shared.sealing import read_id, seal, sign_id
from shared.settings import settings

Purpose = Literal["cohost", "registration", "numbers"]


def give_out(
    session: Session,
    purpose: Purpose,
    subject_id: UUID,
    expires_at: datetime,
    *,
    partner_id: UUID | None = None,
    person_id: UUID | None = None,
) -> Link:
    """A link to one thing about one subject, on behalf of a partner or a person."""
    link = Link(
        id=new_id(),
        purpose=purpose,
        subject_id=subject_id,
        partner_id=partner_id,
        person_id=person_id,
        expires_at=expires_at,
    )
    session.add(link)
    return link


def address(link: Link) -> str:
    """Where the link leads, its token in it."""
    return f"{settings().url}/links/events/{sign_id('events', link.id)}"


def sealed(link: Link) -> str:
    """The same, sealed for the email that carries it."""
    return seal(address(link).encode(), "link").decode()


def follow(session: Session, token: str, purpose: Purpose | None = None) -> Link:
    """The link that a token is of; NotFound when it is none of ours or for something else, Gone when it is over."""
    link = session.get(Link, read_id("events", token))
    if link is None or purpose not in {None, link.purpose}:
        raise NotFound("invalid-link", "This link is not one of ours. Was it copied whole?")
    if link.revoked_at is not None:
        raise Gone("link-revoked", "This link was called back; a newer one may be in your mail.")
    if link.expires_at <= clock.now():
        raise Gone("link-expired", "This link is too old.")
    return link


def use(link: Link) -> None:
    """Note that something was done by this link."""
    link.used_at = clock.now()


def revoke(session: Session, purpose: Purpose, subject_id: UUID, partner_id: UUID | None = None) -> None:
    """Call back the links to a subject: all, or those on behalf of one partner."""
    those = update(Link).where(Link.purpose == purpose, Link.subject_id == subject_id, Link.revoked_at.is_(None))
    if partner_id is not None:
        those = those.where(Link.partner_id == partner_id)
    session.execute(those.values(revoked_at=clock.now()))


def keep_until(session: Session, purpose: Purpose, subject_id: UUID, expires_at: datetime) -> None:
    """Let the links to a subject end when it does: its time has changed."""
    those = update(Link).where(Link.purpose == purpose, Link.subject_id == subject_id, Link.revoked_at.is_(None))
    session.execute(those.values(expires_at=expires_at))
