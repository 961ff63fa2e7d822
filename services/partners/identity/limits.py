"""How often one address, and one place in the network, may ask for a sign-in link."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from services.partners.identity.models import SignInAttempt
from shared import attempts


def count(session: Session, most: Mapping[str, int]) -> None:
    """Count one attempt for each subject, and refuse when one of them has had as many as it may within the hour."""
    attempts.count(session, SignInAttempt, most, "Too many links were asked for. Try again later.")
