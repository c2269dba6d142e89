"""The rules of REST 3.0 that all its methods share."""
