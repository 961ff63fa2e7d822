"""Emails to the few whom something concerns: a review, an invitation, a place, a request."""
