"""CRM: leads, deals, contacts, companies and what belongs to them."""
