"""Imports: a file of rows into a portal, one call per row; `api` is what others use."""
