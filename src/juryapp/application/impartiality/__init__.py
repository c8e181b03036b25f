"""Impartiality in the secretariat: what was declared, and what the panel decided."""
