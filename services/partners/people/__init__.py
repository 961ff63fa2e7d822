"""People: how to write to them, where they belong, what they may do, what they agreed to."""
