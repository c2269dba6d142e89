"""Lists, exports, imports and batches on the command line."""
