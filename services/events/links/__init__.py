"""Links that need no account: one purpose each, expiring, revocable, and every use is on record."""
