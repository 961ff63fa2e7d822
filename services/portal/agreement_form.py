"""The form of an agreement: what is filled in, as the API takes it, and back."""

from datetime import date, timedelta
from typing import Any

from services.portal import agreement_words
from services.portal.event_choices import Options
from services.portal.rows import Row, Rows
from services.portal.visitor import Form, Visitor

Values = dict[str, Any]
Agreement = dict[str, Any]

PARTIES = Rows("party", ("partner_id", "owner"), fewest=3, most=12)
APPROVALS = Rows("approval", ("body", "endorsed_on", "approved_on"), fewest=2, most=10)

_LINES = ("kind", "scope", "effective_on", "expires_on", "notice_days", "document", "dates_note")
# What may still be mended of an agreement that is signed.
_MENDED = ("notice_days", "document", "owners", "approvals")
OPEN = {"draft", "in_review"}


def blank(partner_id: str, email: str) -> Values:
    """The form for an agreement of a partner's, looked after by whoever fills it in."""
    parties = [{"partner_id": partner_id, "owner": email}]
    empty = dict.fromkeys(_LINES, "") | {"kind": "MOU", "notice_days": "90"}
    return empty | PARTIES.shown(parties) | APPROVALS.shown([])


def shown(agreement: Agreement) -> Values:
    """An agreement as the form has it; who looks after it stays unless somebody else is named."""
    lines = {name: str(agreement[name] or "") for name in _LINES if name != "notice_days"}
    approvals = [{name: str(one[name] or "") for name in APPROVALS.fields} for one in agreement["approvals"]]
    parties = [{"partner_id": partner_id, "owner": ""} for partner_id in agreement["party_ids"]]
    notice = {"notice_days": str(agreement["notice_days"])}
    return lines | notice | PARTIES.shown(parties) | APPROVALS.shown(approvals)


def following(agreement: Agreement) -> Values:
    """The form of an agreement's renewal: the same again, from the day after its last, for as long."""
    values = shown(agreement) | {"document": "", "dates_note": ""} | APPROVALS.shown([])
    if agreement["expires_on"]:
        begun, over = (date.fromisoformat(agreement[edge]) for edge in ("effective_on", "expires_on"))
        begins = over + timedelta(days=1)
        values |= {"effective_on": str(begins), "expires_on": str(_as_long(begun, over, begins))}
    return values


def filled(form: Form) -> Values:
    """What was filled in."""
    values: Values = {name: str(form.get(name, "")).strip() for name in _LINES}
    return values | PARTIES.shown(PARTIES.filled(form)) | APPROVALS.shown(APPROVALS.filled(form))


def body(values: Values, visitor: Visitor, kept: Agreement | None) -> tuple[dict[str, Any], dict[str, str]]:
    """What was filled in as the API takes it, or what is wrong with it by field.

    `kept` is the agreement itself, or the one that is renewed: its owners stay where nobody else is named.
    """
    flaws = {}
    owners = []
    parties = PARTIES.filled(values)
    for at, party in enumerate(parties):
        named = _named(visitor, party)
        if party["owner"] and not named:
            flaws[PARTIES.field(at, "owner")] = visitor.gettext("Nobody with this address is known to you.")
        if not party["partner_id"]:
            flaws[PARTIES.field(at, "partner_id")] = visitor.gettext("Choose the organization.")
        owners += named or _kept(party, kept)
    if len(parties) < 2:
        flaws[PARTIES.field(len(parties), "partner_id")] = visitor.gettext("An agreement has two parties at least.")
    if not values["scope"]:
        flaws["scope"] = visitor.gettext("Say what it is about.")
    if not values["effective_on"]:
        flaws["effective_on"] = visitor.gettext("Say from when it holds.")
    if not values["notice_days"].isdecimal():
        flaws["notice_days"] = visitor.gettext("Give a number of days.")
    if flaws:
        return {}, flaws
    lines: dict[str, Any] = {name: values[name] or None for name in _LINES}
    return lines | {
        "notice_days": int(values["notice_days"]),
        "party_ids": [party["partner_id"] for party in parties],
        "owners": owners,
        "approvals": [{name: said or None for name, said in one.items()} for one in APPROVALS.filled(values)],
    }, {}


def changed(sent: dict[str, Any], agreement: Agreement) -> dict[str, Any]:
    """What of that may be changed of an agreement, by its state."""
    return sent if agreement["state"] in OPEN else {name: sent[name] for name in _MENDED}


def choices(visitor: Visitor) -> dict[str, Options]:
    """What there is to choose from, by field."""
    partners = [(one["id"], one["name"]) for one in visitor.api.every("/partners")]
    kinds = [(code, visitor.gettext(words)) for code, words in agreement_words.KINDS.items()]
    return {"kind": kinds, "partner_id": sorted(partners, key=lambda option: option[1].casefold())}


def _named(visitor: Visitor, party: Row) -> list[dict[str, str]]:
    """Whoever has the address that was typed, among those whom the visitor may know."""
    address = party["owner"].casefold()
    if not address:
        return []
    me = visitor.me
    known = [me] if me["email"].casefold() == address else visitor.api.get("/people", q=address)["items"]
    return [
        {"partner_id": party["partner_id"], "person_id": one["id"]}
        for one in known
        if one["email"].casefold() == address
    ]


def _kept(party: Row, kept: Agreement | None) -> list[dict[str, str]]:
    return [
        {"partner_id": owner["partner_id"], "person_id": owner["person_id"]}
        for owner in (kept["owners"] if kept else [])
        if owner["partner_id"] == party["partner_id"]
    ]


def _as_long(begun: date, over: date, begins: date) -> date:
    """The last day of a term as long as another: whole years where those were, else as many days."""
    years = begins.year - begun.year
    if (begins.month, begins.day) == (begun.month, begun.day):
        return begins.replace(year=begins.year + years) - timedelta(days=1)
    return begins + (over - begun)
