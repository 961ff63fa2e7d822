"""Interactions: calls, visits and meetings with a partner, as the office noted them."""
