"""Registrations at the HTTP door."""

from services.events.asking import Acting
from services.events.policy import may_import
from services.events.registrations import actions
from services.events.registrations.schemas import RegistrationRecords
from shared.api.application import router
from shared.api.door import InTransaction
from shared.api.imports import Imported

registrations = router("registrations")


@registrations.post("/api/v1/imports/registrations")
def import_registrations(session: InTransaction, viewer: Acting, given: RegistrationRecords) -> Imported:
    """Record registrations as the office has them. Nobody is written to."""
    may_import(viewer)
    return Imported(items=actions.record(session, viewer, given.records))
