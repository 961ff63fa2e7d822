"""Communities: the people and places that all of this is for."""
