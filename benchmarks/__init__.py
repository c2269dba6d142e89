"""Measurements: `python -m benchmarks` beside other tools, `startup.py` of one command."""
