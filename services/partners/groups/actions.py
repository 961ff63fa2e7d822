"""What can be done with groups."""

from collections.abc import Iterator, Sequence

from sqlalchemy.orm import Session

from services.partners import records
from services.partners.audit import Actor
from services.partners.groups.models import Group
from services.partners.groups.schemas import GroupRecord
from services.partners.kinds import Fields, Kind, Reference
from services.partners.partners.models import Partner
from services.partners.people.models import Person
from shared.api.imports import ImportedOne
from shared.messages.partners import GroupChanged


def fact(group: Group) -> GroupChanged:
    """What neighbours are told of a group."""
    return GroupChanged(
        group_id=group.id,
        version=group.version,
        title=group.title,
        owner_ids=tuple(group.owner_ids),
        member_ids=tuple(group.member_ids),
    )


def _references(fields: Fields) -> Iterator[Reference]:
    for place, partner_id in enumerate(fields.get("owner_ids", ())):
        yield f"/owner_ids/{place}", Partner, partner_id
    for place, person_id in enumerate(fields.get("member_ids", ())):
        yield f"/member_ids/{place}", Person, person_id


KIND = Kind("group", "groups", Group, "external_id", fact, _references)


def import_groups(session: Session, actor: Actor, given: Sequence[GroupRecord]) -> list[ImportedOne]:
    """Take groups from another system."""
    return records.take(session, actor, KIND, given)
