"""Copies: what events must know of its neighbors' records, fed by their messages."""
