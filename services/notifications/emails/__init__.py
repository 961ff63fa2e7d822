"""What is told: decided from what was heard, settled, sent to all whom it concerns, put into words."""
