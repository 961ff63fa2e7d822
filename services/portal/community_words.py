"""The words of communities: what the codes of the API stand for."""

from services.portal.words import marked

KINDS = {
    "neighborhood": marked("Neighborhood"),
    "place": marked("Town"),
    "county": marked("County"),
    "tract_group": marked("Census tracts"),
    "zcta_group": marked("ZIP code areas"),
    "region": marked("Region"),
    "country": marked("Country"),
    "international": marked("International"),
}

SETTINGS = {
    "rural": marked("Rural"),
    "urban": marked("Urban"),
    "mixed": marked("Rural and urban"),
}

SCHEMES = {
    "HPSA": marked("Health professional shortage area (HPSA)"),
    "MUA": marked("Medically underserved area (MUA)"),
    "MUP": marked("Medically underserved population (MUP)"),
    "MUA-GE": marked("Medically underserved area, by a governor's exception"),
    "MUP-GE": marked("Medically underserved population, by a governor's exception"),
}

STATUSES = {
    "proposed_withdrawal": marked("about to be withdrawn"),
    "withdrawn": marked("withdrawn"),
}

DISCIPLINES = {
    "Primary Care": marked("Primary care"),
    "Mental Health": marked("Mental health"),
    "Dental Health": marked("Dental health"),
}
