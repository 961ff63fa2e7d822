"""Sign-in links: made for a person, good once and for a quarter of an hour, and for a stranger as much work."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from services.partners.identity import limits
from services.partners.identity.models import SignInLink
from services.partners.people.models import Person
from services.partners.settings import partners_settings
from shared import clock
from shared.api.fields import normalized
from shared.errors import Gone, NotFound
from shared.identity import hash_secret
from shared.messages.partners import Language, SignInRequested
from shared.outbox import ring_after_commit, tell
from shared.sealing import seal
from shared.settings import settings

GOOD_FOR = timedelta(minutes=15)
PER_ADDRESS = 5


def ask(session: Session, email: str, network_address: str) -> None:
    """Send a link to whoever has this address and may sign in; the same work, undone, when nobody does."""
    key = normalized(email)
    most = {f"address {key}": PER_ADDRESS, f"from {network_address}": partners_settings().sign_ins_per_ip}
    limits.count(session, most)
    may_sign_in = (Person.email_key == key, Person.state == "active", Person.has_account)
    known = session.execute(select(Person.id, Person.email, Person.language).where(*may_sign_in)).one_or_none()
    with session.connection().begin_nested() as written:
        _tell_link(session, *(known or (uuid4(), email, "en")))
        if known is None:
            written.rollback()
    ring_after_commit(session)


def _tell_link(session: Session, person_id: UUID, email: str, language: Language) -> None:
    sign_in_id, link, expires_at = _make(session, person_id)
    tell(
        session,
        SignInRequested(
            sign_in_id=sign_in_id,
            person_id=person_id,
            email=email,
            language=language,
            sealed_link=seal(link.encode(), "sign-in-link").decode(),
            expires_at=expires_at,
        ),
    )


def make_link(session: Session, person: Person) -> str:
    """A link that signs a person in, for whoever hands it to her."""
    return _make(session, person.id)[1]


def _make(session: Session, person_id: UUID) -> tuple[UUID, str, datetime]:
    token, expires_at = secrets.token_urlsafe(32), clock.now() + GOOD_FOR
    made = insert(SignInLink).values(person_id=person_id, token_hash=hash_secret(token), expires_at=expires_at)
    sign_in_id = session.execute(made.returning(SignInLink.id)).scalar_one()
    return sign_in_id, f"{settings().url}/links/partners/{token}", expires_at


def use(session: Session, token: str) -> UUID:
    """The person whom a link signs in; it can be used once."""
    link = select(SignInLink.id).where(SignInLink.token_hash == hash_secret(token))
    if session.scalar(link) is None:
        raise NotFound("invalid-link", "This link is not one of ours. Was it copied whole?")
    used = (
        update(SignInLink)
        .where(SignInLink.id == link.scalar_subquery(), SignInLink.used_at.is_(None))
        .where(SignInLink.expires_at > clock.now())
        .values(used_at=clock.now())
    )
    person_id = session.execute(used.returning(SignInLink.person_id)).scalar()
    if person_id is None:
        raise Gone("link-expired", "This link was used, or is too old. Ask for another one.")
    return person_id
