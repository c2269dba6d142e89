"""Scrum: backlogs, sprints, epics, kanbans and tasks of groups that have a scrum master."""
