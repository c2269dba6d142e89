"""`oint limits`: what is left of the budgets of a portal."""
