"""Keeping copies: the newest version wins, in whatever order messages arrive."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.events.copies.models import Community, Copy, Group, Initiative, Partner, Person
from shared.counting import differing
from shared.log import logger
from shared.messages import Message, partners
from shared.messages.events import CopiesRequested
from shared.outbox import tell

log = logger(__name__)
_COPIES: tuple[type[Copy], ...] = (Partner, Person, Group, Community, Initiative)


def copy_partner(session: Session, told: partners.PartnerChanged) -> str | None:
    """Keep what was told of a partner."""
    return _keep(session, Partner, told.partner_id, told)


def copy_person(session: Session, told: partners.PersonChanged) -> str | None:
    """Keep what was told of a person, but for how to write to her: that is not needed here."""
    return _keep(session, Person, told.person_id, told)


def copy_group(session: Session, told: partners.GroupChanged) -> str | None:
    """Keep what was told of a group."""
    return _keep(session, Group, told.group_id, told)


def copy_community(session: Session, told: partners.CommunityChanged) -> str | None:
    """Keep what was told of a community."""
    return _keep(session, Community, told.community_id, told)


def copy_initiative(session: Session, told: partners.InitiativeChanged) -> str | None:
    """Keep what was told of an initiative."""
    return _keep(session, Initiative, told.initiative_id, told)


def compare(session: Session, told: partners.RecordsCounted) -> str | None:
    """Look whether the copies are what they should be; if not, say so and ask for them anew."""
    lacking = differing(session, told, {copy.__tablename__: select(copy.id, copy.version) for copy in _COPIES})
    if not lacking:
        return None
    request_copies(session)
    log.warning("copies_differ", teller=told.teller(), kinds=lacking)
    return f"differs: {', '.join(lacking)}"


def request_copies(session: Session) -> None:
    """Ask the neighbors for snapshots of everything that is copied here."""
    tell(session, CopiesRequested())


def _keep(session: Session, copy: type[Copy], known_as: UUID, told: Message) -> str | None:
    """Take it if it is newer than what is known; an older one is named for the ledger."""
    facts = told.model_dump(mode="json")
    values: dict[str, Any] = {
        column.key: facts[column.key] for column in copy.__table__.columns if column.key != "id"
    }
    kept = session.scalar(
        insert(copy)
        .values(id=known_as, **values)
        .on_conflict_do_update(index_elements=["id"], set_=values, where=copy.version < told.version)
        .returning(copy.id)
    )
    if kept is not None:
        return None
    known = session.scalar(select(copy.version).where(copy.id == known_as))
    return f"stale: v{known} is known"
