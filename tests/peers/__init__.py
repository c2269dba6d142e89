"""Scripts of independent clients: what they do with a portal, told as one line of JSON."""
