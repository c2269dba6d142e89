"""`oint sandbox`: a portal in a box."""
