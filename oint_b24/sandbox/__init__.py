"""A portal in a box: real HTTP on loopback, state in SQLite, no account needed.

It is driven by the same facts as the client and shares no code with it: the two agree only
through HTTP, which keeps each of them honest.
"""
