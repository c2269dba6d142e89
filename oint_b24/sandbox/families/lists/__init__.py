"""Universal lists: information blocks, their fields, sections and elements."""
