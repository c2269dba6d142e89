"""Values on the command line: where a text comes from and what it means."""
