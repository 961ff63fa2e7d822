"""Coordination: what stands in the way of a plan, how often a partner was asked, and who might carry it, too."""
