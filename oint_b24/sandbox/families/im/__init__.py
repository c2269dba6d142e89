"""The messenger: chats, messages, notifications, files, search."""
