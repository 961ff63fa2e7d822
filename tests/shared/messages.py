"""Messages for tests, each with one obvious default."""

from typing import Any
from uuid import UUID, uuid4

from shared.clock import now
from shared.messages import Envelope
from shared.messages.partners import CommunityChanged, SignInRequested


def a_community(**given: Any) -> CommunityChanged:
    return CommunityChanged(**{"community_id": uuid4(), "slug": "riverside", "title": "Riverside"} | given)


def a_sign_in(**given: Any) -> SignInRequested:
    return SignInRequested(
        **{
            "sign_in_id": uuid4(),
            "person_id": uuid4(),
            "email": "ana@example.org",
            "language": "en",
            "sealed_link": "sealed",
            "expires_at": now(),
        }
        | given
    )


def an_envelope(message_id: UUID | None = None, **given: Any) -> Envelope:
    return Envelope(
        **{
            "id": message_id or uuid4(),
            "teller": "partners",
            "name": CommunityChanged.name,
            "body": a_community().model_dump(mode="json"),
            "correlation_id": "c0ffee",
            "told_at": now(),
        }
        | given
    )
