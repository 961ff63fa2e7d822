"""The one table of a consortium file's names and the API's. What is not named here has no place yet."""

from collections.abc import Mapping

from plexus.demo_names_of_events import ACCOMMODATIONS, CALENDARS, EVENTS, OUTCOMES, PROGRAMS, REGISTRATIONS
from plexus.demo_to import Names, To

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
