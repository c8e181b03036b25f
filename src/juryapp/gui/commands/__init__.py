"""Undo commands: values and use cases both ways."""
