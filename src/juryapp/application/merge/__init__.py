"""Score files in the secretariat: looked at, taken in, settled, taken out again, and reported on."""
