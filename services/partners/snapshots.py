"""Everything that partners has told: counted each night, told again to a neighbour that lost its copies."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.partners.agreements import actions as agreements
from services.partners.communities import actions as communities
from services.partners.groups import actions as groups
from services.partners.identity import keys, tokens
from services.partners.identity.models import ApiToken, SigningKey
from services.partners.initiatives import actions as initiatives
from services.partners.kinds import Kind
from services.partners.partners import actions as partners
from services.partners.people import actions as people
from shared.counting import count
from shared.messages import Message, events, notifications
from shared.messages.partners import RecordsCounted
from shared.outbox import tell, tell_all

KINDS: tuple[Kind[Any], ...] = (
    partners.KIND,
    communities.KIND,
    people.KIND,
    groups.KIND,
    initiatives.KIND,
    agreements.KIND,
)

_TOGETHER = 500


def tell_counts(session: Session) -> None:
    """Tell the neighbors how many records they should have copies of."""
    versions = {kind.collection: select(kind.model.id, kind.model.version) for kind in KINDS}
    tell(session, RecordsCounted(records=count(session, versions)))


def tell_again(session: Session, asked: events.CopiesRequested | notifications.CopiesRequested) -> None:
    """Tell whoever asked, and nobody else, how every record stands."""
    facts: dict[type[Any], Callable[[Any], Message]] = {kind.model: kind.fact for kind in KINDS if kind.fact}
    facts |= {SigningKey: keys.fact, ApiToken: tokens.fact}
    for model, fact in facts.items():
        stored = session.scalars(select(model).execution_options(yield_per=_TOGETHER))
        for some in stored.partitions(_TOGETHER):
            whole = [told for told in map(fact, some) if asked.teller() in told.audience]
            tell_all(session, whole, (asked.teller(),))
