"""Groups at the HTTP door."""

from typing import Annotated

from fastapi import Query, Response
from sqlalchemy import select, true

from services.partners import policy, records
from services.partners.audit import Actor
from services.partners.groups import actions
from services.partners.groups.models import Group
from services.partners.groups.schemas import GroupRecord, GroupShown, GroupsPage
from services.partners.imports import Batch
from services.partners.pages import Key, by_name
from services.partners.words import holds
from shared.api.application import router
from shared.api.door import InTransaction, tagged
from shared.api.imports import Imported
from shared.api.paging import Listing
from shared.identity import Caller, SignedIn

groups = router("groups")


def _shown_to(caller: Caller, group: Group) -> GroupShown:
    shown = GroupShown.model_validate(group)
    return shown if policy.knows_roster(caller, group) else shown.model_copy(update={"member_ids": None})


@groups.get("/api/v1/groups")
def list_groups(
    session: InTransaction, caller: SignedIn, page: Annotated[GroupsPage, Query()]
) -> Listing[GroupShown]:
    """The groups, by title."""
    query = select(Group).where(holds(Group.search, page.q))
    return by_name(session, page, Group, query, lambda group: _shown_to(caller, group))


@groups.get("/api/v1/groups/{group}")
def show_group(session: InTransaction, caller: SignedIn, group: Key, response: Response) -> GroupShown:
    """One group."""
    found = records.find(session, Group, group, true())
    tagged(response, found.version)
    return _shown_to(caller, found)


@groups.post("/api/v1/imports/groups")
def import_groups(session: InTransaction, caller: SignedIn, batch: Batch[GroupRecord]) -> Imported:
    """Take groups from another system. For the office."""
    policy.be_office(caller)
    return Imported(items=actions.import_groups(session, Actor(caller.person_id, "import"), batch.records))
