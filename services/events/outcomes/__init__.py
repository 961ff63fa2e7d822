"""Outcomes: what came of an event, in numbers that the host gives once it is over."""
