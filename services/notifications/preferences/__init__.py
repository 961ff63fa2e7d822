"""How somebody wants to be written to: of which kind of email how often, in silence until when."""
