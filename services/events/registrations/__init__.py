"""Registrations: who has a place at an event."""
