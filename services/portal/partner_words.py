"""The words of partners: what the codes of the API stand for."""

from services.portal.words import marked

KINDS = {
    "medical_school": marked("Medical school"),
    "university": marked("University"),
    "university_unit": marked("University unit"),
    "research_institute": marked("Research institute"),
    "health_system": marked("Health system"),
    "hospital": marked("Hospital"),
    "cancer_center": marked("Cancer center"),
    "clinic": marked("Clinic"),
    "school": marked("School"),
    "school_district": marked("School district"),
    "nonprofit": marked("Nonprofit organization"),
    "faith_based": marked("Faith-based organization"),
    "government": marked("Government"),
    "tribal": marked("Tribal organization"),
    "employer": marked("Employer"),
    "funder": marked("Funder"),
    "membership_body": marked("Membership body"),
    "other": marked("Other organization"),
}

MEMBERSHIPS = {
    "member": marked("Member"),
    "affiliate": marked("Affiliate"),
    "community_partner": marked("Community partner"),
}

STATES = {
    "prospect": marked("Not a partner yet"),
    "dormant": marked("Dormant"),
    "ending": marked("Ending"),
    "ended": marked("Ended"),
    "merged": marked("Made one with another"),
}

RELATIONSHIPS = {
    "works_with": marked("Works with"),
    "funds": marked("Funds"),
    "member_of": marked("Member of"),
    "successor_of": marked("Successor of"),
}

INTERACTIONS = {
    "call": marked("Call"),
    "visit": marked("Visit"),
    "meeting": marked("Meeting"),
    "letter": marked("Letter"),
    "other": marked("Something else"),
}
