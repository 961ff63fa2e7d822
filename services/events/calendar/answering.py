"""How an event is answered to whoever changed it."""

from fastapi import Response

from services.events.calendar import documents
from services.events.calendar.models import Event
from services.events.policy import Viewer, is_inside
from shared.api.door import etag


def answered(viewer: Viewer, event: Event, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """The event as the viewer may have it, with its entity tag."""
    document = documents.for_viewer(event, inside=is_inside(viewer, event))
    tagged = {"ETag": etag(event.version), **(headers or {})}
    return Response(document, status, tagged, media_type="application/json")
