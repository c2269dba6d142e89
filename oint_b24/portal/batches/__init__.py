"""Many commands in one request."""
