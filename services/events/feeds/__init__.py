"""Feeds: the public calendar as iCalendar."""
