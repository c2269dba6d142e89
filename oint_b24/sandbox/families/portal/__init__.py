"""What concerns the portal as a whole: batches, permissions, tokens, dates, the event log."""
