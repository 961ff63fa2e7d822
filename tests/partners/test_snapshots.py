"""A neighbour that lost its copies is told everything again, and it alone."""

import re
from typing import Any

import pytest

from services.partners.snapshots import tell_again
from shared.messages import events, notifications
from tests.partners.consortium import Consortium


@pytest.mark.parametrize(
    "asked", [events.CopiesRequested(), notifications.CopiesRequested()], ids=lambda a: a.teller()
)
def test_whoever_asks_hears_how_everything_stands_and_nobody_else_does(
    consortium: Consortium, asked: events.CopiesRequested | notifications.CopiesRequested
) -> None:
    partner = consortium.partner()
    person = consortium.person(roles=[{"partner_id": partner.id, "role": "admin"}])
    office = consortium.office()
    office.patch(f"/api/v1/partners/{partner.id}", json={"blurb": "New."}, headers={"If-Match": "*"})
    for kind, record in (
        ("communities", {"name": "C"}),
        ("initiatives", {"title": "I"}),
        ("groups", {"title": "G", "owner_ids": [str(partner.id)], "member_ids": [str(person.id)]}),
    ):
        records = {"records": [{"external_id": "x"} | record]}
        assert office.post(f"/api/v1/imports/{kind}", json=records).status_code == 200
    parties = [str(partner.id), str(consortium.partner().id)]
    agreement = {"kind": "MOU", "scope": "A", "party_ids": parties, "effective_on": "2026-01-01"}
    assert office.post("/api/v1/agreements", json=agreement).status_code == 201
    consortium.http.post("/api/v1/sessions", json={"token": consortium.link(person)})

    told = _newest(consortium, asked.teller())
    consortium.execute("DELETE FROM outbox")
    with consortium.store.transaction() as session:
        tell_again(session, asked)
    assert _newest(consortium, asked.teller()) == told
    # Two partners, two people, a community, an initiative, a group, a token, keys; agreements to whom they matter.
    assert len(told) == (10 if asked.teller() == "notifications" else 9)
    [other] = {"events", "notifications"} - {asked.teller()}
    assert _newest(consortium, other) == []


def _newest(consortium: Consortium, listener: str) -> list[Any]:
    """The newest of each thing that a neighbour was told of."""
    newest = {}
    with consortium.store.session() as session:
        query = f"SELECT name, body FROM outbox WHERE listener = '{listener}' ORDER BY id"
        for name, body in session.connection().exec_driver_sql(query):
            kind = re.split("[._]", name)[-2]
            newest[name, body[f"{kind}_id"]] = body
    return sorted((name, sorted(body.items(), key=str)) for (name, _), body in newest.items())
