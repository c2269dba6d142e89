"""Workgroups and projects of the social network."""
