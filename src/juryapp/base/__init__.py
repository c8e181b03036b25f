"""Errors, texts, numbers, paths, resources and files: what every other package may lean on."""
