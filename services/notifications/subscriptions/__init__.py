"""Who follows what, how often they want to hear, and where to write to."""
