"""What looks wrong about a request before it is sent."""
