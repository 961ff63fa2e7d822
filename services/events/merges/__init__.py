"""Merges: the same event that came in twice, proposed as one, and made one by whoever knows."""
