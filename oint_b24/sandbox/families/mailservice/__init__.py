"""Mail services employees may connect their mailboxes to."""
