"""The disk: storages, folders, files, links, transfers."""
