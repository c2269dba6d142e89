"""The family `task_items`."""
