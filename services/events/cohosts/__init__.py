"""Co-hosts: the partners that carry an event with its host."""
