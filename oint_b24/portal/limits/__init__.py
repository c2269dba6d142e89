"""Staying below the limits of a portal, together with all who talk to it."""
