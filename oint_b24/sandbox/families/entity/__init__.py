"""The data storage of applications: information blocks nobody else sees."""
