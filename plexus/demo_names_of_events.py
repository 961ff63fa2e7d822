"""What happens, by a consortium file's names and the API's: programs, events, and all that belongs to them."""

from plexus.demo_to import Names, To

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

VENUES: Names = {
    "name": To("name"),
    "street": To("street"),
    "city": To("locality"),
    "state": To("region"),
    "postal_code": To("postal_code"),
    "country": To("country"),
}
