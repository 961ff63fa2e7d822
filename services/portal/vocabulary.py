"""The words that codes stand for, in English; the catalogs have the others. A code without a word shows itself."""

from services.portal.email_words import FREQUENCIES, ROUTES
from services.portal.words import marked

KINDS = {
    "celebration": marked("Celebration"),
    "clinic_day": marked("Clinic day"),
    "clinic_shift": marked("Clinic shift"),
    "discussion": marked("Discussion"),
    "health_fair": marked("Health fair"),
    "listening_session": marked("Listening session"),
    "meeting": marked("Meeting"),
    "mentoring": marked("Mentoring"),
    "orientation": marked("Orientation"),
    "orientation_session": marked("Orientation session"),
    "outreach": marked("Outreach"),
    "seminar": marked("Seminar"),
    "service_project": marked("Service project"),
    "shadowing": marked("Shadowing"),
    "social": marked("Social gathering"),
    "training": marked("Training"),
}

AUDIENCES = {
    "community_members": marked("Community members"),
    "families": marked("Families"),
    "older_adults": marked("Older adults"),
    "migrant_farmworkers": marked("Migrant farmworkers"),
    "elementary": marked("Elementary school students"),
    "middle_school": marked("Middle school students"),
    "high_school": marked("High school students"),
    "undergraduate": marked("Undergraduate students"),
    "medical_student_y1": marked("First-year medical students"),
    "medical_student": marked("Medical students"),
    "resident": marked("Residents"),
    "fellow": marked("Fellows"),
    "faculty": marked("Faculty"),
    "researchers": marked("Researchers"),
    "health_workers": marked("Health workers"),
    "community_lead": marked("Community leaders"),
    "member_coordinator": marked("Coordinators of members"),
}

# Healthy People 2030, topics.
TOPICS = {
    topic: topic
    for topic in (
        marked("Addiction"),
        marked("Adolescents"),
        marked("Cancer"),
        marked("Children"),
        marked("Community"),
        marked("Diabetes"),
        marked("Drug and Alcohol Use"),
        marked("Environmental Health"),
        marked("Global Health"),
        marked("Health Care"),
        marked("Health Communication"),
        marked("Heart Disease and Stroke"),
        marked("Hospital and Emergency Services"),
        marked("Housing and Homes"),
        marked("Injury Prevention"),
        marked("Mental Health and Mental Disorders"),
        marked("Nutrition and Healthy Eating"),
        marked("Older Adults"),
        marked("Oral Conditions"),
        marked("People with Disabilities"),
        marked("Physical Activity"),
        marked("Preventive Care"),
        marked("Public Health Infrastructure"),
        marked("Respiratory Disease"),
        marked("Schools"),
        marked("Vaccination"),
        marked("Workforce"),
        marked("Workplace"),
    )
}

# The Gravity Project's domains of social need.
NEEDS = {
    "digital-access": marked("Digital access"),
    "educational-attainment": marked("Educational attainment"),
    "food-insecurity": marked("Food insecurity"),
    "health-insurance-coverage-status": marked("Health insurance coverage"),
    "housing-instability": marked("Housing instability"),
    "inadequate-housing": marked("Inadequate housing"),
    "language-access": marked("Language access"),
    "medical-cost-burden": marked("Medical cost burden"),
    "personal-health-literacy": marked("Personal health literacy"),
    "protective-factor": marked("Protective factors"),
    "social-connection": marked("Social connection"),
    "stress": marked("Stress"),
    "transportation-insecurity": marked("Transportation insecurity"),
}

SPOKEN = {
    "en": marked("English"),
    "es": marked("Spanish"),
    "bs": marked("Bosnian"),
    "sw": marked("Swahili"),
    "so": marked("Somali"),
    "ar": marked("Arabic"),
    "vi": marked("Vietnamese"),
    "prs": marked("Dari"),
    "ase": marked("American Sign Language"),
}

MODES = {
    "in_person": marked("In person"),
    "online": marked("Online"),
    "mixed": marked("In person and online"),
}

VISIBILITIES = {
    "public": marked("Everybody"),
    "members": marked("People of members, affiliates and community partners"),
    "group": marked("The members of one group"),
    "private": marked("Only who is invited"),
}

EVENT_STATES = {
    "draft": marked("Draft"),
    "submitted": marked("Submitted"),
    "changes_requested": marked("Changes requested"),
    "published": marked("Published"),
    "postponed": marked("Postponed"),
    "in_progress": marked("In progress"),
    "ended": marked("Over"),
    "cancelled": marked("Canceled"),
    "completed": marked("Completed"),
}

PILLARS = {
    "education": marked("Education"),
    "clinical": marked("Clinical services"),
    "research": marked("Research"),
    "community": marked("Community"),
}

REACHES = {
    "local": marked("Local"),
    "regional_state": marked("Region or state"),
    "national": marked("National"),
    "global": marked("Global"),
}

# What helps somebody to take part.
ACCOMMODATIONS = {
    "sign_language": marked("A sign language interpreter"),
    "captioning": marked("Captions"),
    "hearing_loop": marked("A hearing loop"),
    "interpretation": marked("An interpreter of another language"),
    "step_free_route": marked("A way without steps"),
    "wheelchair_space": marked("Space for a wheelchair"),
    "large_print": marked("Large print"),
    "guide": marked("Somebody who guides"),
    "quiet_room": marked("A quiet room"),
    "flexible_breaks": marked("Breaks when they are needed"),
    "food": marked("Food without certain things"),
    "childcare": marked("Childcare"),
}

ACCOMMODATION_STATES = {
    "requested": marked("Asked for"),
    "acknowledged": marked("Read"),
    "arranging": marked("Being arranged"),
    "alternative_offered": marked("Something else is offered"),
    "confirmed": marked("Confirmed"),
    "fulfilled": marked("Done"),
    "declined_by_person": marked("The offer was declined"),
    "not_possible": marked("Not possible"),
    "withdrawn": marked("Withdrawn"),
}

ACCOMMODATION_MOVES = {
    "acknowledgement": marked("I have read it"),
    "arrangement": marked("I am arranging it"),
    "alternative": marked("Offer something else"),
    "confirmation": marked("Confirm it"),
    "fulfillment": marked("It was done"),
    "impossibility": marked("It is not possible"),
    "endorsement": marked("Agree that it is not possible"),
    "objection": marked("Ask to try again"),
    "acceptance": marked("Accept what is offered"),
    "refusal": marked("Decline what is offered"),
    "withdrawal": marked("Withdraw the request"),
}

ROLES = {
    "admin": marked("Administrator"),
    "coordinator": marked("Coordinator"),
    "reviewer": marked("Reviewer"),
    "viewer": marked("Viewer"),
    "office": marked("Consortium office"),
    "operator": marked("Operator"),
}

WORDS = KINDS | AUDIENCES | TOPICS | NEEDS | MODES | VISIBILITIES | EVENT_STATES | ROLES | FREQUENCIES | ROUTES
