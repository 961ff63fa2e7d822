"""What came back: bounces, complaints, and what nobody could read."""
