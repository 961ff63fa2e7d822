"""Canceling and postponing: a reason, who would be told, and then the deed."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from starlette.responses import Response

from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from services.portal.preview import preview
from services.portal.rendering import go, page
from services.portal.visitor import Form, Visitor


@dataclass(frozen=True)
class CallingOff:
    """One way to call an event off: what the API calls it, the page that asks, and the states it is open in."""

    noun: str
    template: str
    open_in: frozenset[str]

    def ask(self, visitor: Visitor, event_id: UUID) -> Response:
        """Ask for the reason, and say whom it would reach."""
        return self._page(visitor, event_id, "", {})

    def carry_out(self, visitor: Visitor, event_id: UUID, form: Form) -> Response:
        """Do it; then the email history shows how it goes."""
        reason = str(form.get("reason", "")).strip()
        if not reason:
            flaws = {"reason": visitor.gettext("Say why, in a sentence: everybody who is told reads it.")}
            return self._page(visitor, event_id, reason, flaws, 422)
        try:
            key = str(form.get("key") or uuid4().hex)
            visitor.api.post(f"/events/{event_id}/{self.noun}", {"reason": reason}, key)
        except Refused as refused:
            if refused.status in {403, 404}:
                raise
            return self._page(visitor, event_id, reason, flaws_of(refused, visitor), refused.status)
        return go(f"/events/{event_id}/emails?fresh=1")

    def _page(
        self, visitor: Visitor, event_id: UUID, reason: str, flaws: dict[str, str], status: int = 200
    ) -> Response:
        event = visitor.api.get(f"/events/{event_id}")
        if event["state"] not in self.open_in:
            return go(f"/events/{event_id}")
        # Whom it reaches does not depend on the reason, but the door wants one.
        told = preview(visitor, str(event_id), {self.noun: {"reason": reason or "–"}})
        values, key = {"reason": reason}, uuid4().hex
        return page(visitor, self.template, status, event=event, told=told, values=values, flaws=flaws, key=key)
