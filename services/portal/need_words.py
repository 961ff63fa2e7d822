"""The words of needs, strengths and matches: what the codes of the API stand for."""

from services.portal.words import marked

STATES = {
    "new": marked("Raised, not looked at yet"),
    "triaged": marked("Looked at"),
    "published": marked("Waiting for an answer"),
    "matched": marked("Somebody can help"),
    "in_progress": marked("Being worked on"),
    "on_hold": marked("On hold"),
    "resolved": marked("Resolved"),
    "rejected": marked("Not taken up"),
    "merged": marked("Part of another need"),
    "closed_unmet": marked("Closed, not met"),
}

MARKS = {
    "published": "warn",
    "matched": "good",
    "in_progress": "good",
    "resolved": "good",
    "closed_unmet": "bad",
    "rejected": "bad",
}

URGENCY = {"high": marked("Urgent"), "medium": marked("Soon"), "low": marked("When it can be")}

SOURCES = {
    "chna": marked("A community health needs assessment"),
    "listening_session": marked("A listening session"),
    "survey": marked("A survey"),
    "data": marked("Data"),
    "partner_request": marked("A partner asked"),
}

GROUPS = {
    "children": marked("Children"),
    "older_adults": marked("Older adults"),
    "uninsured": marked("People without insurance"),
    "low_income": marked("People with low income"),
    "immigrants_refugees": marked("Immigrants and refugees"),
    "people_with_disabilities": marked("People with disabilities"),
    "rural_residents": marked("People in the country"),
    "migrant_farmworkers": marked("Migrant farmworkers"),
}

VISIBILITY = {
    "public": marked("Everybody, once it is published"),
    "members": marked("Partners alone"),
    "office": marked("The office alone"),
}

# What the office does by a button alone.
STEPS = {
    "triage": marked("Take it up"),
    "publication": marked("Publish it"),
    "start": marked("Work has begun"),
    "resumption": marked("Go on with it"),
    "reopening": marked("Look at it again"),
}

# What asks for a word why, or for what came of it.
ENDINGS = {
    "resolution": marked("It is resolved"),
    "pause": marked("Put it on hold"),
    "rejection": marked("Do not take it up"),
    "closure": marked("Close it unmet"),
}

MATCHES = {
    "proposed": marked("Proposed"),
    "accepted": marked("Agreed"),
    "active": marked("Under way"),
    "completed": marked("Done"),
    "declined": marked("Declined"),
    "cancelled": marked("Called off"),
}
