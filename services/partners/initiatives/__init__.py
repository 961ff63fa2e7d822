"""Initiatives: what partners do together over time."""
