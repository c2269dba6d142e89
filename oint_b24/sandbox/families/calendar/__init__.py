"""Calendars: sections, events, rights, settings."""
