"""Workflows: templates, running workflows and the tasks they give people."""
