"""The log: read, checked, anchored and exported."""
