"""Ballots on paper: printed, typed in by one person, confirmed by another, and then counted."""
