"""Needs: what communities say that they lack, who said so, and what came of it."""
