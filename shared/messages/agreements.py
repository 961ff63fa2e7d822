"""What partners tells of agreements: how they stand, and that one will end."""

from datetime import date
from typing import Literal
from uuid import UUID

from shared.messages.message import Message

AgreementKind = Literal["MOU", "affiliation", "data_use", "funding", "letter_of_support", "BAA"]
AgreementState = Literal[
    "draft", "in_review", "signed", "in_force", "suspended", "renewed", "expired", "terminated", "withdrawn"
]


class AgreementChanged(Message):
    """An agreement was recorded or changed; both days are the first and the last on which it holds."""

    name = "partners.agreement_changed"
    audience = ("notifications",)

    agreement_id: UUID
    kind: AgreementKind
    title: str
    state: AgreementState
    party_ids: tuple[UUID, ...]
    effective_on: date
    expires_on: date | None = None
    renewal_of: UUID | None = None


class AgreementExpiring(Message):
    """An agreement that nothing follows will end soon; told 90, 30 and 7 days (`days`) ahead, once each."""

    name = "partners.agreement_expiring"
    audience = ("notifications",)

    agreement_id: UUID
    kind: AgreementKind
    title: str
    party_ids: tuple[UUID, ...]
    owner_ids: tuple[UUID, ...]
    expires_on: date
    days: int
