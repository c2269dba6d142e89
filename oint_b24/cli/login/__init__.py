"""`oint login`, `logout` and `token`: access of an application."""
