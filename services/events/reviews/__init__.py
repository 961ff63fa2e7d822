"""Reviews: who must look at an event before it is published, and what they said."""
