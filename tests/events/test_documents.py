"""What is kept ready of an event, and how a new release makes it anew."""

import pytest

from services.events import migrate
from services.events.calendar import documents
from tests.events.consortium import EVENTS, Consortium

KEPT = "SELECT document, ics, search, document_form FROM events ORDER BY id"


def test_a_release_that_makes_documents_differently_makes_them_all_anew(
    consortium: Consortium, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        consortium.published()
    kept = consortium.execute(KEPT)
    consortium.execute("UPDATE events SET document = '{}', ics = '', search = '', document_form = 'of old'")
    monkeypatch.setattr(documents, "_REWRITTEN_TOGETHER", 2)
    migrate.renew_documents(consortium.store)
    assert consortium.execute(KEPT) == kept


def test_what_is_up_to_date_is_left_alone(consortium: Consortium) -> None:
    event = consortium.published()
    consortium.execute("UPDATE events SET document = '{}'")
    migrate.renew_documents(consortium.store)
    assert consortium.http.get(f"{EVENTS}/{event['id']}").json() == {}
