"""What neighbours told us, kept so that nobody has to be asked when an email is due."""
