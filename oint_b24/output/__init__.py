"""What stdout gets: an answer of the portal as JSON, rows, plain values or a view for a person."""
