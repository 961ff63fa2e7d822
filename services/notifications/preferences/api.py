"""Preferences over HTTP."""

from typing import Annotated

from fastapi import Query, Response

from services.notifications import policy
from services.notifications.preferences import actions
from services.notifications.preferences.schemas import PreferenceChange, PreferencesOut, WhosePreferences
from services.notifications.subscriptions.models import Recipient
from shared.api.application import router
from shared.api.door import IfMatch, InTransaction, match, tagged
from shared.identity import Caller, SignedIn

routes = router("subscriptions")


@routes.get("/api/v1/subscriptions/preferences")
def show_preferences(
    whose: Annotated[WhosePreferences, Query()], caller: SignedIn, session: InTransaction, response: Response
) -> PreferencesOut:
    """How one wants to be written to; the office sees it of everybody."""
    found = _known(session, caller, whose)
    tagged(response, found.version)
    return PreferencesOut.of(found)


@routes.patch("/api/v1/subscriptions/preferences")
def change_preferences(
    wanted: PreferenceChange,
    whose: Annotated[WhosePreferences, Query()],
    caller: SignedIn,
    session: InTransaction,
    expected: IfMatch,
    response: Response,
) -> PreferencesOut:
    """Say it anew. Quiet hours, language and time zone stand in one's own record, at `/people`."""
    found = _known(session, caller, whose, lock=True)
    match(expected, found.version)
    changed = actions.change(session, found, wanted.model_dump(exclude_unset=True))
    tagged(response, changed.version)
    return PreferencesOut.of(changed)


def _known(session: InTransaction, caller: Caller, whose: WhosePreferences, *, lock: bool = False) -> Recipient:
    person_id = whose.person or caller.person_id
    policy.require_known(policy.is_office_or_self(caller, person_id))
    return actions.of_person(session, person_id, lock=lock)
