"""What somebody was sent, or not, and why; and the switch that stops it."""
