"""Identity: sign-in links, sessions, the tokens of machines, and the keys that access tokens are signed with."""
