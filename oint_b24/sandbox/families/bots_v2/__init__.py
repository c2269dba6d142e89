"""Bots of version 2 (`imbot.v2.*`)."""
