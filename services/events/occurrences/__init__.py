"""Occurrences: each time at which an event takes place, once or again and again, and the sessions within it."""
