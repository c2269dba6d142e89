"""argv to intent. Typer lives in `group` and nowhere else; one module per command family."""
