"""Feeds: calendars to subscribe to, everybody's and one's own, and what is new as RSS."""
