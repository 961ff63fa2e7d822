"""How an email leaves: conversations with a relay, and the loop that keeps them busy."""
