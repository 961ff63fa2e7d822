"""Days on which a partner, or the whole consortium, is closed: who plans for them is told, and kept from nothing."""
