"""What comes before an event begins."""
