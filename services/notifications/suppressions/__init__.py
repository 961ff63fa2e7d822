"""Whom we may not write to."""
