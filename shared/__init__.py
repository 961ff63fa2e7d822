"""What every service stands on: the conversation, the HTTP door, identity, the database. Knows no service."""
