"""Bots of the previous generation (`imbot.*`)."""
