"""The words of agreements: what the codes of the API stand for."""

from services.portal.words import marked

KINDS = {
    "MOU": marked("Memorandum of understanding"),
    "affiliation": marked("Affiliation agreement"),
    "data_use": marked("Data use agreement"),
    "funding": marked("Funding agreement"),
    "letter_of_support": marked("Letter of support"),
    "BAA": marked("Business associate agreement"),
}

STATES = {
    "draft": marked("Draft"),
    "in_review": marked("Being agreed"),
    "signed": marked("Signed, not yet begun"),
    "in_force": marked("In force"),
    "suspended": marked("Interrupted"),
    "renewed": marked("Renewed"),
    "expired": marked("Expired"),
    "terminated": marked("Ended early"),
    "withdrawn": marked("Given up"),
}

MARKS = {
    "in_force": "good",
    "signed": "good",
    "suspended": "warn",
    "in_review": "warn",
    "expired": "bad",
    "terminated": "bad",
}

# What is done by a button alone.
STEPS = {
    "submission": marked("Hand it to those who must agree"),
    "signature": marked("Every side has signed"),
    "resumption": marked("Take it up again"),
    "withdrawal": marked("Give it up"),
}

# What asks for a word why.
ENDINGS = {
    "suspension": marked("Interrupt it"),
    "termination": marked("End it early"),
}
