"""One email to one person: its states, its attempts, its history."""
