"""Announcements over HTTP, for the office."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from services.notifications import policy
from services.notifications.announcements import actions
from services.notifications.announcements.models import Announcement
from services.notifications.announcements.progress import progress
from services.notifications.announcements.schemas import (
    AnnouncementChange,
    AnnouncementIn,
    AnnouncementOut,
    AnnouncementPage,
    AnnouncementPreview,
    Sending,
)
from services.notifications.announcements.wording import Announced
from shared import clock
from shared.api.application import router
from shared.api.door import IfMatch, InTransaction, match, tagged
from shared.api.paging import Listing, after, cursor
from shared.identity import Caller, SignedIn

routes = router("announcements")


@routes.get("/api/v1/announcements")
def list_announcements(
    page: Annotated[AnnouncementPage, Query()], caller: SignedIn, session: InTransaction
) -> Listing[AnnouncementOut]:
    """What was announced, or is to be, newest first."""
    policy.require_office(caller)
    last = after(page.cursor, UUID)
    found = actions.page(session, last[0] if last else None, page.limit + 1)
    items = [progress(session, one) for one in found[: page.limit]]
    return Listing(items=items, next=cursor(items[-1].id) if len(found) > page.limit else None)


@routes.post("/api/v1/announcements", status_code=201)
def write_announcement(
    wanted: AnnouncementIn, caller: SignedIn, session: InTransaction, response: Response
) -> AnnouncementOut:
    """Write a draft; nobody is told."""
    policy.require_office(caller)
    return _shown(session, response, actions.write(session, caller.person_id, wanted.model_dump()))


@routes.get("/api/v1/announcements/{announcement_id}")
def read_announcement(
    announcement_id: UUID, caller: SignedIn, session: InTransaction, response: Response
) -> AnnouncementOut:
    """One announcement, and how far it has come."""
    return _shown(session, response, _known(session, caller, announcement_id))


@routes.patch("/api/v1/announcements/{announcement_id}")
def rewrite_announcement(
    announcement_id: UUID,
    wanted: AnnouncementChange,
    caller: SignedIn,
    session: InTransaction,
    expected: IfMatch,
    response: Response,
) -> AnnouncementOut:
    """Change a draft."""
    announcement = _known(session, caller, announcement_id, lock=True)
    match(expected, announcement.version)
    return _shown(session, response, actions.rewrite(session, announcement, wanted.said()))


@routes.delete("/api/v1/announcements/{announcement_id}", status_code=204)
def discard_announcement(announcement_id: UUID, caller: SignedIn, session: InTransaction, expected: IfMatch) -> None:
    """Throw a draft away."""
    announcement = _known(session, caller, announcement_id, lock=True)
    match(expected, announcement.version)
    actions.discard(session, announcement)


@routes.get("/api/v1/announcements/{announcement_id}/preview")
def preview_announcement(announcement_id: UUID, caller: SignedIn, session: InTransaction) -> AnnouncementPreview:
    """To how many it would go, and to how many not and why; nobody is told."""
    announcement = _known(session, caller, announcement_id)
    recipients, held, suppressed = actions.foresee(session, announcement)
    return AnnouncementPreview(
        audience_as_of=clock.now(),
        recipients=recipients,
        held=held,
        suppressed=suppressed,
        subjects={
            language: Announced({"texts": announcement.texts, "url": ""}, language).subject
            for language in announcement.texts
        },
    )


@routes.post("/api/v1/announcements/{announcement_id}/test")
def test_announcement(
    announcement_id: UUID, caller: SignedIn, session: InTransaction, response: Response
) -> AnnouncementOut:
    """Send it to oneself alone."""
    announcement = _known(session, caller, announcement_id, lock=True)
    return _shown(session, response, actions.test(session, announcement, caller.person_id))


@routes.post("/api/v1/announcements/{announcement_id}/sending")
def send_announcement(
    announcement_id: UUID, wanted: Sending, caller: SignedIn, session: InTransaction, response: Response
) -> AnnouncementOut:
    """Send it; how many are told must be named, and right."""
    announcement = _known(session, caller, announcement_id, lock=True)
    return _shown(session, response, actions.send(session, announcement, wanted.recipients))


@routes.post("/api/v1/announcements/{announcement_id}/stop")
def stop_announcement(
    announcement_id: UUID, caller: SignedIn, session: InTransaction, response: Response
) -> AnnouncementOut:
    """Send no more of it."""
    announcement = _known(session, caller, announcement_id, lock=True)
    return _shown(session, response, actions.stop(session, announcement))


def _known(session: InTransaction, caller: Caller, announcement_id: UUID, *, lock: bool = False) -> Announcement:
    policy.require_office(caller)
    return actions.find(session, announcement_id, lock=lock)


def _shown(session: InTransaction, response: Response, announcement: Announcement) -> AnnouncementOut:
    tagged(response, announcement.version)
    return progress(session, announcement)
