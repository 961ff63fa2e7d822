"""Who reviews: a partner's reviewers, its admins where it has none, or the consortium's office."""

from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from services.events.copies.models import Person
from services.events.policy import Viewer
from services.events.reviews.models import Review
from services.events.reviews.schemas import Required, Reviewers
from shared.errors import NotAllowed


def to_be_asked(session: Session, required: Required, partner_id: UUID) -> Reviewers:
    """Who is asked to review: who must be, else the partner's own; for a partner with nobody to ask, the office."""
    own = required != "office" and reviewing(session, "partner", partner_id)
    return "partner" if own else "office"


def reviewing(session: Session, reviewers: str, partner_id: UUID) -> list[UUID]:
    """The people who may answer."""
    if reviewers == "office":
        return _those(session, Person.consortium_roles.contains(["office"]))
    return _holding(session, "reviewer", partner_id) or _holding(session, "admin", partner_id)


def must_review(session: Session, viewer: Viewer, review: Review, partner_id: UUID) -> None:
    """Refuse whoever is not asked; the office may stand in. Nobody judges her own while somebody else could."""
    asked = reviewing(session, review.reviewers, partner_id)
    if not viewer.is_office and viewer.person_id not in asked:
        raise NotAllowed("not-allowed", "Only those who were asked to review this may answer.")
    if viewer.person_id == review.requested_by and set(asked) - {viewer.person_id}:
        raise NotAllowed("own-submission", "Somebody else has to review what you submitted.")


def desks(session: Session, viewer: Viewer) -> dict[UUID | None, bool]:
    """The partners for which the viewer reviews, None for the office, and whether she is the only one who does."""
    found: dict[UUID | None, bool] = {}
    for partner_id in viewer.roles:
        asked = reviewing(session, "partner", partner_id)
        if viewer.person_id in asked:
            found[partner_id] = len(asked) == 1
    if viewer.is_office:
        found[None] = len(_those(session, Person.consortium_roles.contains(["office"]))) == 1
    return found


def is_staff(session: Session, person_id: UUID, partner_id: UUID) -> bool:
    """Whether a person holds any role at a partner."""
    return bool(_those(session, Person.id == person_id, Person.roles.contains([{"partner_id": str(partner_id)}])))


def _holding(session: Session, role: str, partner_id: UUID) -> list[UUID]:
    return _those(session, Person.roles.contains([{"partner_id": str(partner_id), "role": role}]))


def _those(session: Session, *conditions: ColumnElement[bool]) -> list[UUID]:
    return list(session.scalars(select(Person.id).where(Person.state == "active", *conditions).order_by(Person.id)))
