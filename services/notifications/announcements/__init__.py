"""What the office writes to many at once."""
