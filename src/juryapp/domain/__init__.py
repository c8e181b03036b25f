"""The rules of a jury, pure: marks, merging, totals, places, impartiality, decisions, the log."""
