"""The reference on the command line: methods, codes, scopes, events, fields."""
