"""The timeline of CRM objects: comments, log messages and what is fastened to them."""
