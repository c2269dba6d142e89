"""Methods without a family: checked as a portal would, answered from the request."""
