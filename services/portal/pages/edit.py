"""Editing an event: the form, then what changes and who would be told, then the change itself."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.portal import event_form
from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from services.portal.conflicts import conflicts_of, plan_of
from services.portal.days import moved_along
from services.portal.event_choices import choices
from services.portal.facts import differences, facts
from services.portal.pages.event import provenance_of
from services.portal.preview import preview
from services.portal.rendering import go, page
from services.portal.visitor import Form, Member, Visitor

router = APIRouter()

Event = dict[str, Any]

_TOLD_TO_NOBODY = {"draft", "submitted", "changes_requested"}
_STALE = 412


@dataclass(frozen=True)
class _Edit:
    """An event as it stands, what was filled in for it, and the version that the form was filled in for."""

    visitor: Visitor
    event: Event
    values: event_form.Values
    version: int

    def form_page(self, flaws: dict[str, str]) -> Response:
        return page(
            self.visitor,
            "edit.html",
            422 if flaws else 200,
            event=self.event,
            values=self.values,
            version=self.version,
            flaws=flaws,
            conflicts=conflicts_of(self.visitor, self.event["id"]),
            provenance=provenance_of(self.visitor, self.event),
            options=choices(self.visitor, self.values),
        )

    def conflict_page(self, patch: dict[str, Any]) -> Response:
        both = differences(facts(self.event, self.visitor), facts(self.event | patch, self.visitor))
        return page(self.visitor, "conflict.html", 409, event=self.event, values=self.values, both=both)

    def review_page(self, patch: dict[str, Any]) -> Response:
        along = moved_along(self.event, patch)
        both = differences(facts(self.event, self.visitor), facts(self.event | patch | along, self.visitor))
        told = preview(self.visitor, self.event["id"], {"patch": patch})
        met = conflicts_of(self.visitor, self.event["id"], plan=plan_of(self.event, patch))
        return page(
            self.visitor,
            "edit_review.html",
            event=self.event,
            values=self.values,
            both=both,
            along=along,
            told=told,
            conflicts=met,
        )


@router.get("/events/{event_id:uuid}/edit")
def show_form(visitor: Member, event_id: UUID) -> Response:
    """The form, filled in with the event as it stands."""
    event = visitor.api.get(f"/events/{event_id}")
    values = event_form.shown(event, visitor) | _from_occurrence(visitor, event)
    return _Edit(visitor, event, values, event["version"]).form_page({})


@router.post("/events/{event_id:uuid}/edit")
def change(visitor: Member, event_id: UUID, form: Form) -> Response:
    """Review a change, or save one that was reviewed; of a draft nobody is told, so that it is saved at once."""
    event = visitor.api.get(f"/events/{event_id}")
    values = event_form.filled(form) | {"host_id": event["host_id"]}
    edit = _Edit(visitor, event, values, _version(form))
    body, flaws = event_form.body(values, visitor, event)
    if flaws or form.get("step") == "form":
        return edit.form_page(flaws)
    patch = _patch(event, body)
    if patch and event["recurrence"] and values["from_occurrence"]:
        patch |= {"applies_to": "following", "from_occurrence": values["from_occurrence"]}
    if edit.version != event["version"]:
        return edit.conflict_page(patch)
    try:
        if event["state"] not in _TOLD_TO_NOBODY and form.get("step") != "save":
            return edit.review_page(patch)
        if patch:
            visitor.api.patch(f"/events/{event_id}", patch, edit.version)
    except Refused as refused:
        if refused.status == _STALE:
            now = visitor.api.get(f"/events/{event_id}")
            return _Edit(visitor, now, values, edit.version).conflict_page(_patch(now, body))
        return edit.form_page(flaws_of(refused, visitor))
    is_draft = event["state"] in _TOLD_TO_NOBODY
    return go(f"/events/{event_id}/review" if is_draft else f"/events/{event_id}/emails?fresh=1")


def _from_occurrence(visitor: Visitor, event: Event) -> event_form.Values:
    """The times of the occurrence from which on a series is to change, if one is named."""
    key = visitor.request.query_params.get("from", "")
    if not key or event["recurrence"] is None:
        return {}
    found = visitor.api.every(f"/events/{event['id']}/occurrences")
    return next((event_form.times(one) | {"from_occurrence": key} for one in found if one["key"] == key), {})


def _version(form: Any) -> int:
    given = str(form.get("version", ""))
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _patch(event: Event, body: dict[str, Any]) -> dict[str, Any]:
    """What of the form differs from the event as it stands."""
    patch = {name: value for name, value in body.items() if not _same(event.get(name), value)}
    if patch.keys() & {"starts_at", "ends_at", "time_zone"}:
        patch |= {name: body[name] for name in ("starts_at", "ends_at", "time_zone")}
    return patch


def _same(known: Any, given: Any) -> bool:
    if isinstance(known, list) and isinstance(given, list):
        if any(isinstance(one, dict) for one in given):
            return len(known) == len(given) and all(map(_same, known, given))
        return bool(known == given or sorted(known, key=str) == sorted(given, key=str))
    if isinstance(known, dict) and isinstance(given, dict):
        return all(_same(known.get(name), value) for name, value in given.items())
    if isinstance(known, str) and isinstance(given, str) and "T" in known and "T" in given:
        try:
            return datetime.fromisoformat(known) == datetime.fromisoformat(given)
        except ValueError:
            return known == given
    return bool(known == given)
