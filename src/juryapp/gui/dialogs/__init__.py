"""Dialogs take a value and give a value."""
