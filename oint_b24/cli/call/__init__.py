"""`oint call`: any method, its parameters read from words and options."""
