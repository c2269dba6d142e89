"""Methods of REST 3.0."""
