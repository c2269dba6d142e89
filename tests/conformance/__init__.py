"""The conformance test: each command of the OPI mirror against literal requests."""
