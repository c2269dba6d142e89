"""The family `tasks`."""
