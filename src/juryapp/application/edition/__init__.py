"""Setting an edition up: facts, categories, criteria, nominees, jurors, rounds."""
