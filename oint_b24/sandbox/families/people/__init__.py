"""Users and departments."""
