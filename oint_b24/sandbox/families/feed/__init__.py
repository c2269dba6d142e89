"""The news feed: posts and comments."""
