"""The family of Scrum (`tasks.api.scrum.*`)."""

from __future__ import annotations

from oint_b24.sandbox.families.scrum import backlogs, epics, kanban, sprints, tasks

# The modules that serve the methods of this family; importing it brings them along.
PARTS = (backlogs, epics, kanban, sprints, tasks)
