"""Emails of which somebody says: this was not me."""
