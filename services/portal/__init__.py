"""Portal: the consortium's pages for people. It asks the other services over HTTP, as anybody could.

Owns: nothing.
Tells: nothing.
Hears: nothing.
"""
