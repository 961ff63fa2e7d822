"""Matches: a partner's strength for a community's need, suggested with reasons, agreed by both sides."""
