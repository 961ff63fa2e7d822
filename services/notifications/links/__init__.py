"""What a link in an email does: it explains, and it unsubscribes."""
