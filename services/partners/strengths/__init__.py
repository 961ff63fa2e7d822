"""Strengths: what partners can give, to whom, how much of it, and until when."""
