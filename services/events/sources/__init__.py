"""Sources: the calendars that partners keep elsewhere, and whose events come in by themselves."""
