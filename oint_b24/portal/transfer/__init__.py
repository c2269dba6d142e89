"""Files to and from a portal, streamed."""
