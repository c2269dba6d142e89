"""Tools of the project's makers; nothing of them is installed."""
