"""Telephony of applications: external lines and calls."""
