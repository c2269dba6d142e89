"""Long runs, started by OINT_STRESS=<how many>; `make stress` sets it."""
