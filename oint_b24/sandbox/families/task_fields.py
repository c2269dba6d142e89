"""The family `task_fields`."""
