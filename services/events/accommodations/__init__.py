"""Accommodations: what somebody needs in order to take part, asked for and answered in private, with a clock."""
