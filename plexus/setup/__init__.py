"""What a new installation needs: its secrets, its settings, an email that arrives, and a first person."""
