"""People and tokens that the operator gives out at the database, before anybody can sign in to do it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.partners.audit import Actor
from services.partners.base import database
from services.partners.identity import links, tokens
from services.partners.identity.models import SignInLink
from services.partners.people.actions import add_person, change_person, find_by_email
from services.partners.people.models import Person
from services.partners.people.schemas import PersonChange, PersonDraft
from shared import clock
from shared.messages.partners import ConsortiumRole

OPERATOR = Actor(None, "plexus")
FOR_ONE_LOAD = timedelta(hours=2)


class NobodyThere(Exception):
    """Nobody who may sign in has this address."""


@contextmanager
def _partners() -> Iterator[Session]:
    try:
        with database().transaction() as session:
            yield session
    finally:
        database().close()


def ensure_person(email: str, name: str, roles: Sequence[ConsortiumRole]) -> bool:
    """See that somebody with this address has an account and these consortium roles; whether she is new."""
    with _partners() as session:
        return _ensure(session, email, name, roles)[1]


def sign_in_link(email: str) -> str:
    """A link that signs somebody in, for whoever hands it to her."""
    with _partners() as session:
        return links.make_link(session, _somebody(session, email))


def first_person(email: str, name: str, token_hash: str, until: datetime) -> bool:
    """See that the first office person is there, and that her first link works once, until its time; is she new?"""
    with _partners() as session:
        person, is_new = _ensure(session, email, name, ["office"])
        session.flush()
        link = insert(SignInLink).values(person_id=person.id, token_hash=token_hash, expires_at=until)
        session.execute(link.on_conflict_do_nothing(index_elements=["token_hash"]))
        return is_new


def issue_token(email: str, scopes: Sequence[str], name: str, good_for: timedelta) -> str:
    """A token for a machine that acts as this person."""
    with _partners() as session:
        person = _somebody(session, email)
        return tokens.issue_api_token(session, person.id, name, scopes, clock.now() + good_for)[1]


def office_token(email: str, name: str) -> str:
    """A token with which to load a consortium; its office person is made if nobody is there yet."""
    ensure_person(email, name, ["office"])
    return issue_token(email, ["read", "write"], "loads a consortium", FOR_ONE_LOAD)


def _ensure(session: Session, email: str, name: str, roles: Sequence[ConsortiumRole]) -> tuple[Person, bool]:
    person = find_by_email(session, email)
    if person is None:
        draft = PersonDraft(name=name, email=email, consortium_roles=list(roles))
        return add_person(session, OPERATOR, draft), True
    wanted = sorted({*person.consortium_roles, *roles})
    change = PersonChange.model_validate({"has_account": True, "state": "active", "consortium_roles": wanted})
    return change_person(session, OPERATOR, person, change), False


def _somebody(session: Session, email: str) -> Person:
    person = find_by_email(session, email)
    if person is None or person.state != "active" or not person.has_account:
        known = session.scalar(select(Person.id).limit(1))
        hint = "" if known else " Nobody is there at all yet: load the demo, or add a person."
        raise NobodyThere(f"Nobody who may sign in has the address {email}.{hint}")
    return person
