"""What partners tells: the records that its neighbours keep copies of, and who may come in."""

from datetime import date, time
from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime

from shared.messages.counted import Counted
from shared.messages.message import Fact, Message

MembershipKind = Literal["member", "affiliate", "community_partner", "none"]
Role = Literal["admin", "coordinator", "reviewer", "viewer"]
ConsortiumRole = Literal["office", "operator"]
Language = Literal["en", "es"]


class PartnerChanged(Message):
    """A partner was recorded or changed."""

    name = "partners.partner_changed"
    audience = ("events", "notifications")

    partner_id: UUID
    slug: str
    title: str
    kind: str
    parent_id: UUID | None = None
    state: str
    time_zone: str
    membership: MembershipKind = "none"
    public: bool = True
    accessibility_statement: str = ""
    accessibility_contact: str = ""
    request_limit_per_month: int | None = None


class Affiliation(Fact):
    """A person belongs to a partner, for a while."""

    partner_id: UUID
    kind: str
    since: date | None = None
    until: date | None = None


class PartnerRole(Fact):
    """What a person may do for a partner."""

    partner_id: UUID
    role: Role


class QuietHours(Fact):
    """Wall times between which nothing that can wait is sent; may span midnight."""

    start: time
    end: time


class PersonChanged(Message):
    """A person was recorded or changed: how to write to her, where she belongs, what she may do."""

    name = "partners.person_changed"
    audience = ("events", "notifications")

    person_id: UUID
    full_name: str
    email: str
    email_state: Literal["ok", "bounced", "complained"] = "ok"
    language: Language = "en"
    time_zone: str
    quiet_hours: QuietHours | None = None
    state: Literal["active", "left"] = "active"
    has_account: bool = True
    affiliations: tuple[Affiliation, ...] = ()
    roles: tuple[PartnerRole, ...] = ()
    consortium_roles: tuple[ConsortiumRole, ...] = ()
    operational_email: bool = True
    newsletter: bool = True


class GroupChanged(Message):
    """A group was recorded or its members changed. Told as ids only: rosters are private."""

    name = "partners.group_changed"
    audience = ("events", "notifications")

    group_id: UUID
    title: str
    owner_ids: tuple[UUID, ...] = ()
    member_ids: tuple[UUID, ...] = ()


class CommunityChanged(Message):
    """A community was recorded or changed."""

    name = "partners.community_changed"
    audience = ("events", "notifications")

    community_id: UUID
    slug: str
    title: str
    setting: Literal["rural", "urban", "mixed"] = "mixed"


class InitiativeChanged(Message):
    """An initiative was recorded or changed."""

    name = "partners.initiative_changed"
    audience = ("events", "notifications")

    initiative_id: UUID
    slug: str
    title: str
    state: str


class SigningKeyChanged(Message):
    """A public key that access tokens are verified by, or its retirement."""

    name = "partners.signing_key_changed"
    audience = ("events", "notifications")

    key_id: str
    public_key: dict[str, str]
    retired_at: AwareDatetime | None = None


class ApiTokenChanged(Message):
    """A machine's token was issued or revoked. Only the hash of its secret is ever told."""

    name = "partners.api_token_changed"
    audience = ("events", "notifications")

    token_id: str
    secret_hash: str
    person_id: UUID
    scopes: tuple[str, ...]
    expires_at: AwareDatetime
    revoked_at: AwareDatetime | None = None


class SignInRequested(Message):
    """Somebody whom we know asked for a sign-in link. The link is sealed for the listener alone."""

    name = "partners.sign_in_requested"
    audience = ("notifications",)
    secrets = ("sealed_link",)

    sign_in_id: UUID
    person_id: UUID
    email: str
    language: Language
    sealed_link: str
    expires_at: AwareDatetime


class RecordsCounted(Counted):
    """How many records the neighbors should have copies of."""

    name = "partners.records_counted"
    audience = ("events", "notifications")
