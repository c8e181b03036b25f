"""Saying of any of our files what it is, whose, and whether it is whole."""
