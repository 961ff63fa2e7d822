"""Agreements: what partners promised each other, in writing, from when and until when."""
