"""Many rows and many calls: lists to their end, exports that can be continued."""
