source (status dirname)/oint.fish
