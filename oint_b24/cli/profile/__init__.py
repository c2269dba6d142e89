"""`oint profile`: portals and credentials under names."""
