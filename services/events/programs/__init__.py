"""Programs: what events belong to, year after year."""
