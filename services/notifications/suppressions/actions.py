"""Finding out whom we may not write to."""

from sqlalchemy import select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notifications.suppressions.models import Suppression
from shared.api.fields import normalized


def page(session: Session, address: str | None, after: tuple[str, str] | None, limit: int) -> list[Suppression]:
    """The next suppressions by address."""
    query = select(Suppression)
    if address is not None:
        query = query.where(Suppression.address_key == normalized(address))
    if after is not None:
        query = query.where(tuple_(Suppression.address_key, Suppression.scope) > after)
    return list(session.scalars(query.order_by(Suppression.address_key, Suppression.scope).limit(limit)))


def stop_following(session: Session, address_key: str) -> None:
    """Write nothing more to an address that is merely followed; saying it again changes nothing."""
    session.execute(
        insert(Suppression)
        .values(address_key=address_key, scope="following", reason="unsubscribed")
        .on_conflict_do_nothing()
    )
