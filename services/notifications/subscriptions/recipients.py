"""One recipient for each person and for each other address; a follower who turns out to be a person becomes her."""

from uuid import UUID

from sqlalchemy import delete, exists, func, literal, select, update
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.exc import DataError
from sqlalchemy.orm import Session, aliased

from services.notifications.copies.models import Registration
from services.notifications.subscriptions.models import Recipient, Subscription
from shared.api.fields import normalized
from shared.messages.partners import PersonChanged
from shared.settings import settings


def keep_person(session: Session, told: PersonChanged) -> None:
    """Write to a person as she is now, and take in the follower who had her address."""
    quiet = told.quiet_hours
    key = normalized(told.email)
    facts = {
        "address": told.email,
        "address_key": key,
        "name": told.full_name,
        "language": told.language,
        "time_zone": _zone(session, told.time_zone),
        "quiet_start": quiet and quiet.start,
        "quiet_end": quiet and quiet.end,
        "state": told.state,
        "has_account": told.has_account,
        "operational_email": told.operational_email,
        "email_state": told.email_state,
    }
    _one_at_a_time(session, key)
    recipient_id = session.execute(
        insert(Recipient)
        .values(person_id=told.person_id, **facts)
        .on_conflict_do_update(index_elements=["person_id"], set_=facts)
        .returning(Recipient.id)
    ).scalar_one()
    _take_in_follower(session, recipient_id, key)


def recipient_of_person(session: Session, person_id: UUID) -> UUID | None:
    """The recipient that a person is, once she is known here."""
    return session.scalar(select(Recipient.id).where(Recipient.person_id == person_id))


def address_of_person(session: Session, person_id: UUID) -> str | None:
    """The address, in its normal form, at which a person is written to."""
    return session.scalar(select(Recipient.address_key).where(Recipient.person_id == person_id))


def recipient_at(session: Session, address: str, language: str, time_zone: str) -> UUID:
    """The recipient at an address: the person who has it, else a follower, who is made when there is none."""
    key = normalized(address)
    _one_at_a_time(session, key)
    known = first_at(session, key)
    if known is not None:
        session.execute(
            update(Recipient)
            .where(Recipient.id == known, Recipient.person_id.is_(None))
            .values(language=language, time_zone=_zone(session, time_zone))
        )
        return known
    return session.execute(
        insert(Recipient)
        .values(address=address, address_key=key, language=language, time_zone=_zone(session, time_zone))
        .returning(Recipient.id)
    ).scalar_one()


def first_at(session: Session, key: str) -> UUID | None:
    """Whom an address is first of all: the person who has it, else the follower; None where nobody is known."""
    hers = select(Recipient.id).where(Recipient.address_key == key)
    return session.scalar(hers.order_by(Recipient.person_id.is_(None), Recipient.id).limit(1))


def keep_address(session: Session, address: str, language: str, name: str = "", time_zone: str | None = None) -> None:
    """Have a recipient at an address that was given for something; what is known of one already stays."""
    key = normalized(address)
    _one_at_a_time(session, key)
    if not session.scalar(select(exists().where(Recipient.address_key == key))):
        facts = {"address": address, "address_key": key, "name": name, "language": language}
        session.execute(
            insert(Recipient).values(**facts, time_zone=_zone(session, time_zone or settings().time_zone))
        )


def _zone(session: Session, name: str) -> str:
    """The zone, if PostgreSQL knows it too: one that it does not know would stop every email that it computes."""
    try:
        with session.begin_nested():
            session.execute(select(func.now().op("AT TIME ZONE")(name)))
    except DataError:
        return settings().time_zone
    return name


def _take_in_follower(session: Session, recipient_id: UUID, key: str) -> None:
    follower = session.execute(
        select(Recipient.id, Recipient.wishes).where(Recipient.address_key == key, Recipient.person_id.is_(None))
    ).one_or_none()
    if follower is None:
        return
    follower_id = follower.id
    # What she had said by her address stands, where she has not said otherwise by her account.
    wishes = literal(follower.wishes, JSONB).op("||")(Recipient.wishes)
    session.execute(update(Recipient).where(Recipient.id == recipient_id).values(wishes=wishes))
    hers = aliased(Subscription)
    followed_twice = exists().where(
        hers.recipient_id == recipient_id,
        hers.target_kind == Subscription.target_kind,
        hers.target_key == Subscription.target_key,
        hers.confirmed.is_not(None),
    )
    session.execute(delete(Subscription).where(Subscription.recipient_id == follower_id, followed_twice))
    session.execute(
        update(Subscription).where(Subscription.recipient_id == follower_id).values(recipient_id=recipient_id)
    )
    session.execute(delete(Recipient).where(Recipient.id == follower_id))
    registered = update(Registration).where(Registration.address_key == key, Registration.person_id.is_(None))
    session.execute(
        registered.values(
            person_id=select(Recipient.person_id).where(Recipient.id == recipient_id).scalar_subquery(),
            address_key=None,
        )
    )


def _one_at_a_time(session: Session, key: str) -> None:
    # A person and a follower of one address may arrive in the same moment; neither would see the other.
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"recipient {key}", 0))))
