"""The one table of a consortium file's names and the API's. What is not named here has no place yet."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class To:
    """The API's name of one of the file's fields; `refers_to` is the section whose ids it holds, `inside` the
    names within a list of records, `for_null` what the API has instead of null."""

    name: str
    refers_to: str | None = None
    inside: Mapping[str, "To"] | None = None
    for_null: str | None = None


Names = Mapping[str, To]

PARTNERS: Names = {
    "id": To("external_id"),
    "slug": To("slug"),
    "name": To("name"),
    "aliases": To("aliases"),
    "kind": To("kind"),
    "parent": To("parent_id", refers_to="partners"),
    "state": To("state"),
    "state_reason": To("state_reason"),
    "reach": To("reach"),
    "pillars": To("pillars"),
    "disciplines": To("disciplines"),
    "languages": To("languages"),
    "time_zone": To("time_zone"),
    "locality": To("locality"),
    "country": To("country"),
    "website": To("website"),
    "email": To("email"),
    "membership.kind": To("membership"),
    "public_profile.listed": To("public"),
    "public_profile.blurb": To("blurb", for_null=""),
    "request_limit_per_month": To("request_limit_per_month"),
    "relationships": To(
        "relationships", inside={"kind": To("kind"), "partner": To("partner_id", refers_to="partners")}
    ),
    "identifiers": To("identifiers"),
}

COMMUNITIES: Names = {
    "id": To("external_id"),
    "slug": To("slug"),
    "name": To("name"),
    "kind": To("kind"),
    "setting": To("setting"),
    "languages": To("languages"),
    "designations": To("designations"),
    "local_note": To("local_note", for_null=""),
}

PEOPLE: Names = {
    "id": To("external_id"),
    "name": To("name"),
    "address": To("email"),
    "address_state": To("email_state"),
    "language": To("language"),
    "time_zone": To("time_zone"),
    "quiet_hours": To("quiet_hours"),
    "state": To("state"),
    "has_account": To("has_account"),
    "affiliations": To(
        "affiliations",
        inside={
            "partner": To("partner_id", refers_to="partners"),
            "kind": To("kind"),
            "since": To("since"),
            "until": To("until"),
        },
    ),
    "roles": To("roles", inside={"partner": To("partner_id", refers_to="partners"), "role": To("role")}),
    "consortium_roles": To("consortium_roles"),
    "consents": To("consents"),
}

GROUPS: Names = {
    "id": To("external_id"),
    "title": To("title"),
    "owners": To("owner_ids", refers_to="partners"),
    "members": To("member_ids", refers_to="people"),
}

AGREEMENTS: Names = {
    "id": To("external_id"),
    "kind": To("kind"),
    "partners": To("party_ids", refers_to="partners"),
    "scope": To("scope"),
    "effective_on": To("effective_on"),
    "expires_on": To("expires_on"),
    "state": To("state"),
    "renewal_of": To("renewal_of", refers_to="agreements"),
    "notice_days": To("notice_days"),
    "document": To("document"),
    "owners": To(
        "owners",
        inside={
            "partner": To("partner_id", refers_to="partners"),
            "person": To("person_id", refers_to="people"),
        },
    ),
    "approvals": To("approvals"),
}

INITIATIVES: Names = {
    "id": To("external_id"),
    "slug": To("slug"),
    "title": To("title"),
    "summary": To("summary"),
    "state": To("state"),
}

NEEDS: Names = {
    "id": To("external_id"),
    "title": To("title"),
    "community": To("community_id", refers_to="communities"),
    "raised_by.partner": To("raised_for", refers_to="partners"),
    "raised_by.person": To("raised_by", refers_to="people"),
    "source": To("source"),
    "topics": To("topics"),
    "sdoh": To("sdoh"),
    "priority_groups": To("priority_groups"),
    "urgency": To("urgency"),
    "languages": To("languages"),
    "evidence": To("evidence"),
    "chna": To("chna"),
    "visibility": To("visibility"),
    "state": To("state"),
    "closed_reason": To("state_reason"),
    "identified_on": To("identified_on"),
}

STRENGTHS: Names = {
    "id": To("external_id"),
    "partner": To("partner_id", refers_to="partners"),
    "kind": To("kind"),
    "title": To("title"),
    "pillars": To("pillars"),
    "disciplines": To("disciplines"),
    "topics": To("topics"),
    "sdoh": To("sdoh"),
    "communities": To("community_ids", refers_to="communities"),
    "reach": To("reach"),
    "languages": To("languages"),
    "capacity": To("capacity"),
    "valid_from": To("valid_from"),
    "valid_until": To("valid_until"),
    "state": To("state"),
    "paused_reason": To("state_reason"),
    "listed": To("listed"),
}

MATCHES: Names = {
    "id": To("external_id"),
    "need": To("need_id", refers_to="needs"),
    "strength": To("strength_id", refers_to="strengths"),
    "state": To("state"),
    "proposed_by.person": To("proposed_by", refers_to="people"),
    "proposed_on": To("proposed_on"),
    "reasons": To("reasons"),
    "declined_reason": To("state_reason"),
}

PROGRAMS: Names = {
    "id": To("external_id"),
    "slug": To("slug"),
    "title": To("title"),
    "summary": To("summary"),
}

EVENTS: Names = {
    "id": To("external_id"),
    "uid": To("uid"),
    "sequence": To("sequence"),
    "state": To("state"),
    "title": To("title"),
    "summary": To("summary"),
    "kind": To("kind"),
    "host": To("host_id", refers_to="partners"),
    "host_share": To("host_share"),
    "cohosts": To(
        "cohosts",
        inside={
            "partner": To("partner_id", refers_to="partners"),
            "role": To("role"),
            "state": To("state"),
            "share": To("share"),
        },
    ),
    "initiative": To("initiative_id", refers_to="initiatives"),
    "program": To("program_id", refers_to="programs"),
    "group": To("group_id", refers_to="groups"),
    "invited": To("invited_person_ids", refers_to="people"),
    "communities": To("community_ids", refers_to="communities"),
    "topics": To("topics"),
    "sdoh": To("sdoh"),
    "audiences": To("audiences"),
    "venue": To("venue"),
    "online_url": To("online_url"),
    "attendance_mode": To("attendance_mode"),
    "starts_local": To("starts_local"),
    "ends_local": To("ends_local"),
    "time_zone": To("time_zone"),
    "recurrence": To("recurrence"),
    "sessions": To("sessions"),
    "slots": To("slots"),
    "capacity": To("capacity"),
    "registration": To("registration"),
    "cost": To("cost"),
    "languages": To("languages"),
    "interpretation": To("interpretation"),
    "insurance_needed": To("insurance_needed"),
    "pillars": To("pillars"),
    "reach": To("reach"),
    "visibility": To("visibility"),
    "accessibility.statement": To("accessibility.statement"),
    "accessibility.contact": To("accessibility.contact"),
    "accessibility.step_free": To("accessibility.step_free"),
    "accessibility.captioning": To("accessibility.captioning"),
    "accessibility.requests_close_days": To("accessibility.requests_close_days"),
    "cancel_reason": To("cancel_reason"),
}

REGISTRATIONS: Names = {
    "id": To("external_id"),
    "event": To("event_id", refers_to="events"),
    "occurrence_local": To("occurrence"),
    "person": To("person_id", refers_to="people"),
    "minor.label": To("minor"),
    "role": To("role"),
    "state": To("state"),
    "position": To("position"),
    "party_size": To("party_size"),
    "registered_on": To("registered_on"),
    "waits_for": To("waits_for"),
    "hours": To("hours"),
    "hours_own_time": To("hours_own_time"),
    "hours_state": To("hours_state"),
    "sessions": To(
        "days",
        inside={
            "session": To("session"),
            "state": To("state"),
            "position": To("position"),
            "group": To("group"),
        },
    ),
}

ACCOMMODATIONS: Names = {
    "id": To("external_id"),
    "event": To("event_id", refers_to="events"),
    "person": To("person_id", refers_to="people"),
    "kinds": To("kinds"),
    "state": To("state"),
    "requested_on": To("requested_on"),
    "needed_by": To("needed_by"),
}

OUTCOMES: Names = {
    "id": To("external_id"),
    "event": To("event_id", refers_to="events"),
    "attended": To("attended"),
    "people_served": To("people_served"),
    "hours_paid": To("hours_paid"),
    "hours_own_time": To("hours_own_time"),
    "notes": To("notes"),
}

CALENDARS: Names = {
    "id": To("external_id"),
    "partner": To("partner_id", refers_to="partners"),
    "title": To("title"),
    "url": To("url"),
    "time_zone": To("time_zone"),
    "import_as": To("import_as"),
    "visibility": To("visibility"),
    "communities": To("community_ids", refers_to="communities"),
    "every_hours": To("every_hours"),
}

SUBSCRIPTIONS: Names = {
    "id": To("external_id"),
    "person": To("person_id", refers_to="people"),
    "follower.address": To("email"),
    "follower.language": To("language"),
    "follower.time_zone": To("time_zone"),
    "follower.confirmed": To("confirmed"),
    "target": To("target"),
    "frequency": To("frequency"),
    "muted": To("muted"),
    "muted_until": To("muted_until"),
}

VENUES: Names = {
    "name": To("name"),
    "street": To("street"),
    "city": To("locality"),
    "state": To("region"),
    "postal_code": To("postal_code"),
    "country": To("country"),
}

LOADED: Mapping[str, Names] = {
    "partners": PARTNERS,
    "communities": COMMUNITIES,
    "people": PEOPLE,
    "groups": GROUPS,
    "agreements": AGREEMENTS,
    "needs": NEEDS,
    "strengths": STRENGTHS,
    "matches": MATCHES,
    "initiatives": INITIATIVES,
    "programs": PROGRAMS,
    "events": EVENTS,
    "registrations": REGISTRATIONS,
    "accommodation_requests": ACCOMMODATIONS,
    "outcomes": OUTCOMES,
    "calendars": CALENDARS,
    "subscriptions": SUBSCRIPTIONS,
}
"""Each section with a door, in the order in which they refer to one another."""

DOORS: Mapping[str, str] = {"accommodation_requests": "accommodations"}
"""The door of a section that has another name than its own."""
