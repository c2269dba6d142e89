"""The family `bots_v2`."""
