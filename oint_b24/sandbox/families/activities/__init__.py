"""Activities of CRM: calls, meetings, letters, to-dos and those of applications."""
