"""`oint doctor`: step by step, what is wrong and what to do."""
